import JudgeRecords
import JudgeStore

/// The people whose verdicts and report cards decide whether a judge is fit for use.
///
/// Only records that an owner or the user of this clone added to the branch decide.
struct Bringers: Sendable {
  /// The people who are trusted at the tip of the branch; `nil` if the store is not initialized.
  let trust: TrustState?
  /// The git user, if git knows one.
  let me: Address?

  /// Returns the people who added a record, if they include neither an owner nor this clone's user.
  ///
  /// - Parameter path: the record.
  /// - Returns: `nil` if the record decides. It also decides if the history does not show who added
  ///   it, as in a shallow clone. The set is empty if a merge commit alone added the record.
  func strangers(_ path: RecordPath) -> Set<Address>? {
    guard let trust, trust.authority.isEnforced, let brought = trust.introduction(of: path) else {
      return nil
    }
    if trust.authority.isOwners(brought) { return nil }
    let authors = trust.authority.authors(brought)
    if !brought.isForeign, let me, authors.contains(trust.authority.person(me)) { return nil }
    return authors
  }

  /// Returns a phrase that lists all people, such as `ann@example.org, who is not an owner here`.
  static func named(_ people: Set<Address>) -> String {
    let names = people.map(\.text).sorted()
    guard let last = names.last else { return "an unknown person, who is not an owner here" }
    guard names.count > 1 else { return "\(last), who is not an owner here" }
    return names.dropLast().joined(separator: ", ") + " and \(last), who are not owners here"
  }
}
