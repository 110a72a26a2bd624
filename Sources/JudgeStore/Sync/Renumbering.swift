import JudgeRecords

/// Gives conflicting versions of a name different numbers: a pure value over the fold.
///
/// Two people who register offline can claim the same number. The version that the remote had first
/// keeps it. If the remote had neither or both, the smaller registration keeps it. The others get
/// the next free numbers in the order of their registrations. Author and time do not matter, so two
/// people who renumber create the same records.
enum Renumbering {
  /// One version that gets another number.
  struct Move: Hashable {
    /// The registrations with the same claim.
    let registrations: [ContentID]
    /// The name, for people.
    let name: String
    /// The old number.
    let from: Int
    /// The new number.
    let to: Int
  }

  /// The data of the remote.
  struct Published {
    /// The registrations.
    var registrations: Set<ContentID> = []
    /// The numbers to which the remote's own renumberings move an ambiguous registration.
    var numbers: [ContentID: Set<Int>] = [:]
  }

  /// Returns whether two versions share a number, or concurrent renumberings give one version
  /// several numbers.
  static func isNeeded(_ fold: VersionFold) -> Bool {
    fold.versions.values.contains { versions in
      Set(versions.map(\.number)).count < versions.count || versions.contains(where: \.isAmbiguous)
    }
  }

  /// Returns the moves that resolve all conflicts.
  ///
  /// - Parameters:
  ///   - fold: the versions in force.
  ///   - published: the data of the remote.
  /// - Returns: the moves, sorted by name and number.
  static func moves(_ fold: VersionFold, published: Published) -> [Move] {
    var moves: [Move] = []
    for (name, versions) in fold.versions.sorted(by: { key($0.key) < key($1.key) }) {
      var next = fold.next(of: name)
      let byNumber = Dictionary(grouping: versions) { number(of: $0, published) }
      for (number, clashing) in byNumber.sorted(by: { $0.key < $1.key }) {
        let sorted = clashing.sorted { left, right in
          let isLeft = published.registrations.contains(left.registration)
          let isRight = published.registrations.contains(right.registration)
          if isLeft != isRight { return isLeft }
          return left.registration < right.registration
        }
        for (place, version) in sorted.enumerated() where place > 0 || version.isAmbiguous {
          moves.append(
            Move(
              registrations: [version.registration] + version.others, name: name.name,
              from: version.number, to: place > 0 ? next : number))
          if place > 0 { next += 1 }
        }
      }
    }
    return moves
  }

  /// Returns the number that a version keeps if it is free: of several, the remote's, then the
  /// smallest.
  private static func number(of version: VersionFold.Version, _ published: Published) -> Int {
    guard version.isAmbiguous else { return version.number }
    let theirs = published.numbers[version.registration] ?? []
    return theirs.intersection(version.numbers).min() ?? version.numbers.min() ?? version.number
  }

  private static func key(_ name: VersionFold.Name) -> String {
    name.experiment.hex + "\u{0}" + name.name
  }
}
