import JudgeJSON
import JudgeRecords

extension JudgeRepository {
  /// Writes a change that supersedes those on the same target and key that are here.
  func change(
    _ target: ChangeTarget, _ key: String, _ value: JSONValue, message: CommitMessage
  ) async throws {
    let index = try await caughtUp()
    try await checkMayChange(target, key)
    let known = ChangeFold(try await index.changes(on: target).map { ($0.id, $0.value) })
      .resolutions(of: target)[key]
    if let known, !known.isContended, known.winner.value == value { return }
    var change = Change(target: target, key: key, value: value)
    change.supersedes = known?.maximal.sorted() ?? []
    change.time = Clock.after([known?.winner.time])
    change.source = .human(try await author().email)
    let record = try change.record()
    _ = try await append([record], message: message)
  }

  /// Makes sure that the git user may set somebody's role.
  private func checkMayGiveRole(to holder: String) async throws {
    guard let trust = try await store.trustState(),
      trust.authority.isPinned(.human(holder))
    else { return }
    let me = try await author().email
    let by = Introduction(authors: [Address(me)], generation: 0)
    guard !trust.authority.mayGiveRole(to: holder, by) else { return }
    throw JudgeError(
      .notTrusted, "only an owner or \(holder) may set the role of \(holder), who is pinned",
      hint:
        "owners: \(trust.owners.isEmpty ? "none" : trust.owners.map(\.text).joined(separator: ", "))"
    )
  }

  /// Makes sure that a change by the git user counts.
  private func checkMayChange(_ target: ChangeTarget, _ key: String) async throws {
    if let holder = Authority.roleHolder(key) { return try await checkMayGiveRole(to: holder) }
    guard Authority.isReserved(key) else { return }
    let index = try await caughtUp()
    guard let trust = try await store.trustState(),
      let brought = try await index.introduction(of: target)
    else { return }
    let me = try await author().email
    guard !trust.authority.mayAct(Introduction(authors: [Address(me)], generation: 0), on: brought)
    else {
      return
    }
    let by = brought.authors.sorted().map(\.text).joined(separator: " and ")
    throw JudgeError(
      .notTrusted,
      "only an owner\(brought.onlyAuthor.map { " or \($0)" } ?? "") may do that: the "
        + "\(target.kind) \(target.id.prefix(20)) was brought by \(by.isEmpty ? "nobody known" : by)",
      hint:
        "owners: \(trust.owners.isEmpty ? "none" : trust.owners.map(\.text).joined(separator: ", "))"
    )
  }
}
