import JudgeJSON

/// The versions of the judge names of a store, with renumberings and removals applied.
public struct VersionFold: Sendable, Equatable {
  /// A name within an experiment.
  public struct Name: Hashable, Sendable {
    /// The experiment.
    public let experiment: ContentID
    /// The judge's registered name.
    public let name: String

    /// Creates a name.
    public init(experiment: ContentID, name: String) {
      self.experiment = experiment
      self.name = name
    }

    /// Equal if the names have the same bytes.
    public static func == (left: Name, right: Name) -> Bool {
      left.experiment == right.experiment && Bytewise.equal(left.name, right.name)
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(experiment)
      Bytewise.hash(name, into: &hasher)
    }
  }

  /// One version in force.
  public struct Version: Hashable, Sendable {
    /// The number in force: the claimed one, or that of the winning renumbering.
    public let number: Int
    /// All numbers that renumberings contend for, ascending; one number if there is no conflict.
    public let numbers: [Int]
    /// The registration's identity, the smallest of those with the same claim.
    public let registration: ContentID
    /// Other registrations of the same body under the same numbers; a removal must name them too.
    public let others: [ContentID]
    /// The registration.
    public let value: Registration

    /// Whether renumberings that have not seen each other give different numbers.
    public var isAmbiguous: Bool { numbers.count > 1 }
  }

  /// All versions in force by name, sorted by (number, registration).
  public let versions: [Name: [Version]]
  /// Registrations with an invalid number, which they claim or which a renumbering would give them.
  ///
  /// See ``longestGap``. A registration with such a claim is not a version. One with such a
  /// renumbering keeps its number.
  public let passedOver: [ContentID: Int]
  /// The greatest number that each name ever had, including versions removed from the registry.
  private let greatest: [Name: Int]

  /// The largest allowed difference between a number and the one before it, including removed
  /// versions.
  ///
  /// Numbers are assigned one by one, so a long gap is a mistake or an attack: after the number
  /// 2^53-1 there would be no next number. Redacted versions leave gaps too, but far shorter ones.
  public static let longestGap = 1000
  /// The greatest number that a server accepts.
  ///
  /// The fold itself does not need this limit.
  public static let highest = 1_000_000

  /// Folds registrations, in any order.
  ///
  /// Several registrations of the same body as the same version count as one.
  ///
  /// - Parameters:
  ///   - registrations: the registrations with their identities.
  ///   - changes: renumberings (`version`) and removals (`lifecycle`) on them.
  public init(
    _ registrations: some Sequence<(ContentID, Registration)>, changes: ChangeFold
  ) {
    let registrations = Array(registrations)
    var renumbered: [ContentID: [Int]] = [:]
    var used: [Name: Set<Int>] = [:]
    for (id, value) in registrations {
      let target = ChangeTarget(kind: .registration, id: id.hex)
      let contenders = changes.resolutions(of: target)["version"]?.contenders ?? []
      let numbers = contenders.compactMap(\.value.intValue)
      if !numbers.isEmpty { renumbered[id] = numbers }
      used[Name(experiment: value.experiment, name: value.name), default: []]
        .formUnion(numbers + [value.version])
    }
    let greatest = used.mapValues { Self.greatest(of: $0) }
    var groups: [Claim: [ContentID: Registration]] = [:]
    var passedOver: [ContentID: Int] = [:]
    for (id, value) in registrations
    where !changes.isDeleted(ChangeTarget(kind: .registration, id: id.hex)) {
      let name = Name(experiment: value.experiment, name: value.name)
      let top = greatest[name] ?? 0
      func isNumber(_ number: Int) -> Bool { number >= 1 && number <= top }
      let asked = renumbered[id] ?? []
      let numbers = asked.filter(isNumber)
      let number = numbers.first ?? value.version
      passedOver[id] = isNumber(number) ? asked.first { !isNumber($0) } : number
      guard isNumber(number) else { continue }
      let claim = Claim(
        name: name, judge: value.judge, number: number,
        numbers: numbers.isEmpty ? [number] : Set(numbers).sorted())
      groups[claim, default: [:]][id] = value
    }
    var result: [Name: [Version]] = [:]
    for (claim, registrations) in groups {
      let ids = registrations.keys.sorted()
      guard let first = ids.first, let value = registrations[first] else { continue }
      result[claim.name, default: []].append(
        Version(
          number: claim.number, numbers: claim.numbers, registration: first,
          others: Array(ids.dropFirst()), value: value))
    }
    self.greatest = greatest
    self.passedOver = passedOver
    versions = result.mapValues { list in
      list.sorted { left, right in
        if left.number != right.number { return left.number < right.number }
        return left.registration < right.registration
      }
    }
  }

  /// Returns the last number before the first long gap, from 0.
  private static func greatest(of numbers: Set<Int>) -> Int {
    var reached = 0
    for number in numbers.sorted() where number > reached {
      guard number - reached <= longestGap else { break }
      reached = number
    }
    return reached
  }

  /// Returns the registrations that claim a number.
  ///
  /// More than one registration, or an ambiguous one, is an unresolved conflict.
  ///
  /// - Parameters:
  ///   - number: the version.
  ///   - name: the judge's name in its experiment.
  /// - Returns: the registrations: none, one, or several that conflict.
  public func claims(_ number: Int, of name: Name) -> [Version] {
    (versions[name] ?? []).filter { $0.numbers.contains(number) }
  }

  /// Returns the number for the next registration of a name.
  ///
  /// A number is never reused, because the tag of a removed version stays.
  ///
  /// - Parameter name: the judge's name in its experiment.
  /// - Returns: one more than the greatest number that the name ever had, from 1; numbers after a
  ///   long gap do not count.
  public func next(of name: Name) -> Int { (greatest[name] ?? 0) + 1 }

  /// A claim that one or more registrations share.
  private struct Claim: Hashable {
    let name: Name
    let judge: ContentID
    let number: Int
    let numbers: [Int]
  }
}

extension VersionFold {
  /// The target of `NAME@alias`.
  public enum Alias: Hashable, Sendable {
    /// The alias was never set, was removed, or its registration is not in force.
    case none
    /// The alias refers to this version.
    case version(Version)
    /// Concurrent changes point the alias to these registrations.
    case ambiguous([String])
  }

  /// Returns the target and key of the change that sets an alias; its value is a registration's
  /// full hash.
  ///
  /// - Parameters:
  ///   - alias: the alias, without `@`.
  ///   - name: the judge's name in its experiment.
  /// - Returns: target and key for a ``Change``.
  public static func place(
    ofAlias alias: String, of name: Name
  ) -> (target: ChangeTarget, key: String) {
    (
      ChangeTarget(kind: .experiment, id: name.experiment.hex),
      "alias/" + name.name + "@" + alias
    )
  }

  /// Finds the version of an alias.
  ///
  /// - Parameters:
  ///   - alias: the alias, without `@`.
  ///   - name: the judge's name in its experiment.
  ///   - changes: the changes of the same store.
  /// - Returns: the version, none, or the registrations from which a person must choose.
  public func alias(_ alias: String, of name: Name, changes: ChangeFold) -> Alias {
    let (target, key) = Self.place(ofAlias: alias, of: name)
    guard let resolution = changes.resolutions(of: target)[key] else { return .none }
    guard !resolution.isContended else {
      return .ambiguous(Set(resolution.contenders.compactMap(\.value.stringValue)).sorted())
    }
    guard let hex = resolution.winner.value.stringValue, let id = ContentID(hex: hex) else {
      return .none
    }
    let known = (versions[name] ?? []).first {
      $0.registration == id || $0.others.contains(id)
    }
    return known.map(Alias.version) ?? .none
  }

  /// Returns all aliases of a name that are set.
  ///
  /// - Parameters:
  ///   - name: the judge's name in its experiment.
  ///   - changes: the changes of the same store.
  /// - Returns: the aliases with their targets, sorted; aliases of versions removed from the
  ///   registry are left out.
  public func aliases(
    of name: Name, changes: ChangeFold
  ) -> [(alias: String, state: Alias)] {
    let (target, lead) = Self.place(ofAlias: "", of: name)
    let keys = changes.resolutions(of: target).map(\.key)
      .filter { $0.utf8.starts(with: lead.utf8) }
    return keys.map { String(decoding: $0.utf8.dropFirst(lead.utf8.count), as: UTF8.self) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { ($0, alias($0, of: name, changes: changes)) }
      .filter { $0.1 != .none }
  }
}
