import JudgeRecords

/// Gives clashing versions of a name numbers of their own: a pure value over the fold.
///
/// Two people who register offline claim the same number. The version that the remote had first
/// keeps it. If the remote had neither or both, the smaller registration keeps it. The others get
/// the next free numbers in order of their registrations. Author and time play no part, so two
/// people who renumber make the same records.
enum Renumbering {
  /// One version that gets another number.
  struct Move: Hashable {
    /// The registrations, all of those that claim the same.
    let registrations: [ContentID]
    /// The name, for people.
    let name: String
    /// The number that it had.
    let from: Int
    /// The number that it gets.
    let to: Int
  }

  /// What the remote has.
  struct Published {
    /// Registrations.
    var registrations: Set<ContentID> = []
    /// The numbers to which the remote's own renumberings move an ambiguous registration.
    var numbers: [ContentID: Set<Int>] = [:]
  }

  /// Whether two versions share a number, or renumberings that did not see each other give one
  /// version several.
  static func isNeeded(_ fold: VersionFold) -> Bool {
    fold.versions.values.contains { versions in
      Set(versions.map(\.number)).count < versions.count || versions.contains(where: \.isAmbiguous)
    }
  }

  /// The moves that leave no clash.
  ///
  /// - Parameters:
  ///   - fold: the versions in force.
  ///   - published: what the remote has.
  /// - Returns: moves, by name and number.
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

  /// The number that a version keeps if nobody else has it: of several the remote's, then the
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
