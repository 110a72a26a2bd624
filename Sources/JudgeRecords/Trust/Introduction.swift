/// The commits that introduced a record into the history, as far as its trust depends on them.
///
/// A commit introduces a record if none of its ancestors ever had the record. A record that was
/// deleted and is restored is not introduced again, so uniting, repairing or purging does not make
/// anybody its author.
public struct Introduction: Hashable, Sendable {
  /// The e-mail addresses of the authors of the commits that introduced the record.
  ///
  /// Only verified authors are included: the commit descends from a root that this clone accepts,
  /// and it is signed by the author's key if the list of signers requires that. If there is no such
  /// commit, these are the authors named by commits of foreign histories. See ``isForeign``.
  public var authors: Set<Address>
  /// The position of the first of these commits in the history: the length of the longest path to
  /// it from a root.
  ///
  /// A commit has a greater number than each of its ancestors, on every machine.
  public var generation: Int
  /// Whether only unverified commits introduced the record: their roots are foreign, or required
  /// signatures are missing or bad.
  ///
  /// The authors are then only a claim and do not count as owners or pinned sources.
  public var isForeign: Bool
  /// Whether one of the authors was an owner when they committed the record.
  ///
  /// Later changes of the owners do not affect it. `nil` if the current owners decide.
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
