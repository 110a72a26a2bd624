/// Which commits brought a record into the history, as far as the record's trust depends on it.
///
/// A commit brings a record if none of its ancestors ever had the record. A record that was there
/// before, was deleted and is put back is not brought again, so nobody becomes its author by
/// uniting, repairing or purging.
public struct Introduction: Hashable, Sendable {
  /// The e-mail addresses of the authors of the commits that brought the record.
  ///
  /// Only verified authors are included: the commit descends from a root that this clone accepts,
  /// and it is signed by the author's key if the list of signers requires that. If no such commit
  /// brought the record, these are the authors named by commits of foreign histories. See
  /// ``isForeign``.
  public var authors: Set<Address>
  /// The place of the first of these commits in the history: the length of the longest way to it
  /// from a root.
  ///
  /// A commit has a greater number than each of its ancestors, on every machine.
  public var generation: Int
  /// Whether only unverified commits brought the record: their roots are foreign, or required
  /// signatures are missing or bad.
  ///
  /// The authors are then only a claim and do not count as owners or pinned sources.
  public var isForeign: Bool
  /// Whether one of the authors was an owner when they committed the record.
  ///
  /// Naming other owners later changes nothing about it. `nil` if the owners in force now decide.
  public var byOwner: Bool?

  /// Creates an introduction.
  public init(
    authors: Set<Address>, generation: Int, isForeign: Bool = false, byOwner: Bool? = nil
  ) {
    self.authors = authors
    self.generation = generation
    self.isForeign = isForeign
    self.byOwner = byOwner
  }

  /// The only author, or `nil` if there are several or none.
  public var onlyAuthor: Address? { authors.count == 1 ? authors.first : nil }
}
