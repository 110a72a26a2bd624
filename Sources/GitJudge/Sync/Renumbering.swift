import JudgeRecords

/// Gives clashing versions of a name numbers of their own: a pure value over the fold.
///
/// Two people who register offline claim the same number. What the remote had first keeps it;
/// where it had neither, or both, the smaller registration does. The others get the next free
/// numbers in order of their registrations. Author and time play no part, so two people who
/// renumber make the same records.
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

  /// The moves that leave no clash.
  ///
  /// - Parameters:
  ///   - fold: the versions in force.
  ///   - published: the registrations that the remote has.
  /// - Returns: moves, by name and number.
  static func moves(_ fold: VersionFold, published: Set<ContentID>) -> [Move] {
    var moves: [Move] = []
    for (name, versions) in fold.versions.sorted(by: { key($0.key) < key($1.key) }) {
      var next = fold.next(of: name)
      let byNumber = Dictionary(grouping: versions, by: \.number)
      for (number, clashing) in byNumber.sorted(by: { $0.key < $1.key }) where clashing.count > 1 {
        let sorted = clashing.sorted { left, right in
          let isLeft = published.contains(left.registration)
          let isRight = published.contains(right.registration)
          if isLeft != isRight { return isLeft }
          return left.registration < right.registration
        }
        for version in sorted.dropFirst() {
          moves.append(
            Move(
              registrations: [version.registration] + version.others, name: name.name,
              from: number, to: next))
          next += 1
        }
      }
    }
    return moves
  }

  private static func key(_ name: VersionFold.Name) -> String {
    name.experiment.hex + "\u{0}" + name.name
  }
}
