/// Decides who may do what, from the history and from the people that a clone trusts.
///
/// It is a pure value and the only place that makes these decisions. The folds, the receive check,
/// `fsck --trust`, redaction and unalign all use it. See "Who may do what" in the project's threat
/// model for the rules.
public struct Authority: Sendable {
  /// The people who may act on records that others introduced.
  public var owners: Set<Address>
  /// The records that an owner has confirmed; they count as if their source had introduced them.
  public var confirmed: Set<ContentID>
  /// Addresses of one person, each with the address that represents the person.
  public private(set) var people: [Address: Address]
  /// Whether claims are checked against the history.
  public let isEnforced: Bool
  private var listed: Set<Address>
  private let isListed: @Sendable (String) -> Bool

  /// The rules that believe every claim, for records with unknown history.
  public static let believing = Authority()

  private init() {
    owners = []
    confirmed = []
    people = [:]
    isEnforced = false
    listed = []
    isListed = { _ in false }
  }

  /// Creates the rules of a clone.
  ///
  /// - Parameters:
  ///   - owners: the owners in force.
  ///   - pinned: the sources that are pinned by name.
  ///   - isPinned: whether a source is pinned in another way, such as by a pattern in a list of
  ///     allowed signers.
  ///   - confirmed: the records that an owner has confirmed.
  ///   - samePerson: lists of addresses of one person. The last address of a list represents the
  ///     person.
  public init(
    owners: Set<Address>, pinned: Set<Address> = [],
    isPinned: @escaping @Sendable (String) -> Bool = { _ in false },
    confirmed: Set<ContentID> = [], samePerson: [[Address]] = []
  ) {
    self.confirmed = confirmed
    isEnforced = true
    isListed = isPinned
    people = Self.people(samePerson)
    self.owners = []
    listed = []
    self.owners = Set(owners.map { person($0) })
    listed = Set(pinned.map { person($0) })
    for (address, person) in people where isPinned(address.text) { listed.insert(person) }
  }

  private static func people(_ lists: [[Address]]) -> [Address: Address] {
    var people: [Address: Address] = [:]
    // Sorted, so that the result does not depend on the order in which lists arrive.
    for list in lists.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      guard let last = list.last else { continue }
      let target = people[last] ?? last
      for address in list {
        let old = people[address] ?? address
        for (key, value) in people where value == old { people[key] = target }
        people[address] = target
      }
      people[target] = target
    }
    return people
  }

  /// Returns the address that represents the person with an address.
  public func person(_ address: Address) -> Address { people[address] ?? address }

  /// Returns a source with the address that represents its person.
  ///
  /// Blanks around an id are left out, because a reader does not see them. Apart from that, sources
  /// other than people are unchanged.
  public func person(_ source: AssessmentSource) -> AssessmentSource {
    let source = source.withoutBlanks
    guard source.type == .human, let other = people[Address(source.id)],
      other != Address(source.id)
    else {
      return source
    }
    return .human(other.text)
  }

  /// Returns whether a source is pinned.
  ///
  /// For a pinned source, only its own commits, or imports that an owner confirms, count as its
  /// statements.
  ///
  ///
  /// A pinned id is pinned for every type of source, because readers attribute a label of
  /// `bob@example.org` to Bob whether its type is `HUMAN` or `CODE`.
  public func isPinned(_ source: AssessmentSource) -> Bool {
    let person = person(Address(source.id))
    if listed.contains(person) { return true }
    // A pattern such as `*` applies to people, not to models and programs.
    guard source.type == .human || Self.isMail(source.id) else { return false }
    return isListed(source.id) || isListed(person.text)
  }

  /// Whether an id has the form of an e-mail address.
  private static func isMail(_ id: String) -> Bool {
    id.utf8.contains(UInt8(ascii: "@"))
      && !id.utf8.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") }
  }

  /// Returns the authors of an introduction, each as the address that represents the person.
  public func authors(_ introduction: Introduction) -> Set<Address> {
    people.isEmpty ? introduction.authors : Set(introduction.authors.map { person($0) })
  }

  /// Returns whether one of the authors of an introduction was an owner at that time.
  public func isOwners(_ introduction: Introduction) -> Bool {
    !introduction.isForeign
      && (introduction.byOwner ?? !authors(introduction).isDisjoint(with: owners))
  }

  /// Returns the degree to which a record can be attributed to the source that it names.
  ///
  /// - Parameters:
  ///   - source: the source that the record names.
  ///   - record: the record.
  ///   - introduction: its introduction, or `nil` if unknown.
  /// - Returns: the claim.
  public func claim(
    of source: AssessmentSource, _ record: ContentID, _ introduction: Introduction?
  ) -> Claim {
    guard isEnforced, let introduction else { return .believed }
    let authors = authors(introduction)
    let isPinned = isPinned(source)
    if source.type == .human || isPinned, authors.contains(person(Address(source.id))),
      !(introduction.isForeign && isPinned)
    {
      return .own
    }
    if confirmed.contains(record) { return .confirmed }
    if isPinned { return .unconfirmed(by: authors) }
    return .imported(
      by: authors, byOwner: isOwners(introduction), generation: introduction.generation)
  }

  /// Returns whether a label may replace another one of the same source.
  ///
  /// - Parameters:
  ///   - new: the claim of the new label.
  ///   - old: the claim of the label to be replaced.
  /// - Returns: whether the new label may replace the old one.
  public func mayReplace(_ new: Claim, _ old: Claim) -> Bool {
    switch (new, old) {
    case (.believed, _), (.own, _), (.confirmed, _): return true
    case (.unconfirmed, _): return false
    case (.imported, .unconfirmed): return true
    case (.imported(let authors, let isOwners, _), .imported(let earlier, _, _)):
      return isOwners || (earlier.count == 1 && !earlier.isDisjoint(with: authors))
    case (.imported, .believed), (.imported, .own), (.imported, .confirmed): return false
    }
  }

  /// Returns whether a deletion or restoration of a label counts.
  ///
  /// It must name the label's source. Labels of a pinned source may be taken back only by that
  /// source. Any other label may be taken back by its source, by its only importer, or by an owner.
  ///
  /// - Parameters:
  ///   - change: the deletion or restoration.
  ///   - id: its record.
  ///   - introduction: its introduction, or `nil` if unknown.
  ///   - source: the label's source.
  ///   - label: the label's claim.
  /// - Returns: whether it counts.
  public func admits(
    _ change: Change, _ id: ContentID, _ introduction: Introduction?,
    onLabelOf source: AssessmentSource, _ label: Claim
  ) -> Bool {
    guard let claimed = change.source, person(claimed) == person(source) else { return false }
    guard isEnforced, let introduction else { return true }
    let claim = claim(of: claimed, id, introduction)
    switch claim {
    case .believed, .own, .confirmed: return true
    case .unconfirmed(let authors):
      // The person who introduced an unconfirmed label may remove it.
      if case .unconfirmed(let importers) = label { return !authors.isDisjoint(with: importers) }
      return false
    case .imported(let authors, let isOwners, _):
      if isOwners { return true }
      guard case .imported(let importers, _, _) = label else { return false }
      return importers.count == 1 && !importers.isDisjoint(with: authors)
    }
  }

  /// Returns whether a change counts; for changes of anything but labels.
  ///
  /// A change in the name of a pinned source must be that source's own. Only owners and the
  /// target's only author may change a name, a life cycle or the number of a version. Only an owner
  /// or that person may change the role of a pinned person. Everybody may make other changes.
  ///
  /// - Parameters:
  ///   - change: the change.
  ///   - id: its record.
  ///   - introduction: its introduction, or `nil` if unknown.
  ///   - target: the introduction of the record that it changes, or `nil` if unknown.
  /// - Returns: whether it counts.
  public func admits(
    _ change: Change, _ id: ContentID, _ introduction: Introduction?, target: Introduction?
  ) -> Bool {
    guard isEnforced, let introduction else { return true }
    if let source = change.source,
      case .unconfirmed = claim(of: source, id, introduction)
    {
      return false
    }
    if let holder = Self.roleHolder(change.key), isPinned(.human(holder)) {
      return mayGiveRole(to: holder, introduction)
    }
    guard Self.isReserved(change.key), let target else { return true }
    return mayAct(introduction, on: target)
  }

  /// Returns whether only owners and the target's only author may change a key.
  public static func isReserved(_ key: String) -> Bool {
    key == "lifecycle" || key == "name" || key == "version" || key == Change.scorer
  }

  /// Returns the person whose role a change of this key sets, or `nil` if it does not set a role.
  public static func roleHolder(_ key: String) -> String? {
    let prefix = "tag/" + rolePrefix
    return key.utf8.starts(with: prefix.utf8) ? String(key.dropFirst(prefix.count)) : nil
  }

  /// The prefix of the tags of an experiment that hold people's roles.
  public static let rolePrefix = "judge.role/"

  /// Returns whether a commit's authors may set the role of a pinned person: owners or that person.
  public func mayGiveRole(to holder: String, _ introduction: Introduction) -> Bool {
    isOwners(introduction)
      || (!introduction.isForeign
        && authors(introduction).contains(person(Address(holder))))
  }

  /// Returns whether a commit's authors include an owner or the only author of the target.
  public func mayAct(_ introduction: Introduction, on target: Introduction) -> Bool {
    if isOwners(introduction) { return true }
    let importers = authors(target)
    return importers.count == 1 && !importers.isDisjoint(with: authors(introduction))
  }
}

extension Authority {
  /// The degree to which a record can be attributed to the source that it names.
  public enum Claim: Hashable, Sendable {
    /// The history is unknown, so the record is trusted.
    case believed
    /// The source's own commit introduced the record.
    case own
    /// An owner has confirmed the record.
    case confirmed
    /// Somebody else introduced the record, and its source is not pinned: it counts as an import.
    case imported(by: Set<Address>, byOwner: Bool, generation: Int)
    /// Somebody else introduced the record in the name of a pinned source. It does not count until
    /// an owner confirms it.
    case unconfirmed(by: Set<Address>)

    /// Whether the record counts as its source's own statement, which imports never replace.
    public var isSources: Bool {
      switch self {
      case .believed, .own, .confirmed: true
      case .imported, .unconfirmed: false
      }
    }
  }
}
