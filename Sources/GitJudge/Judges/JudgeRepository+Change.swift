import JudgeJSON
import JudgeRecords

extension JudgeRepository {
  /// Writes a change that supersedes those on the same target and key that are here.
  func change(
    _ target: ChangeTarget, _ key: String, _ value: JSONValue, message: CommitMessage
  ) async throws(JudgeError) {
    let index = try await caughtUp()
    let known = try await JudgeError.wrap {
      ChangeFold(try await index.changes(on: target).map { ($0.id, $0.value) })
        .resolutions(of: target)[key]
    }
    if let known, !known.isContended, known.winner.value == value { return }
    var change = Change(target: target, key: key, value: value)
    change.supersedes = known?.maximal.sorted() ?? []
    change.time = Clock.after([known?.winner.time])
    change.source = .human(try await author().email)
    let record = try await JudgeError.wrap { try change.record() }
    _ = try await append([record], message: message)
  }
}
