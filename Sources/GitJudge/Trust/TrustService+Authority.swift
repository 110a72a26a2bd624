import JudgeJSON
import JudgeRecords
import JudgeWork

extension TrustService {
  /// Refuses to set a person's role if the git user may not do so.
  private func checkMayGiveRole(to holder: String) async throws {
    guard let trust = try await repository.store.trustState(),
      trust.authority.isPinned(.human(holder))
    else { return }
    let me = try await repository.author().email
    let by = Introduction(authors: [Address(me)], generation: 0)
    guard !trust.authority.mayGiveRole(to: holder, by) else { return }
    throw JudgeFailure(
      .notTrusted, "only an owner or \(holder) may set the role of \(holder), who is pinned",
      remedy:
        "owners: \(trust.owners.isEmpty ? "none" : trust.owners.map(\.text).joined(separator: ", "))"
    )
  }

  /// Refuses a change by the git user that would not count.
  func checkMayChange(_ target: ChangeTarget, _ key: String) async throws {
    if let holder = Authority.roleHolder(key) { return try await checkMayGiveRole(to: holder) }
    guard Authority.isReserved(key) else { return }
    let index = try await repository.caughtUp()
    guard let trust = try await repository.store.trustState(),
      let brought = try await index.introduction(of: target)
    else { return }
    let me = try await repository.author().email
    guard !trust.authority.mayAct(Introduction(authors: [Address(me)], generation: 0), on: brought)
    else {
      return
    }
    let by = brought.authors.sorted().map(\.text).joined(separator: " and ")
    throw JudgeFailure(
      .notTrusted,
      "only an owner\(brought.onlyAuthor.map { " or \($0)" } ?? "") may do that: the "
        + "\(target.kind) \(target.id.prefix(20)) was brought by \(by.isEmpty ? "nobody known" : by)",
      remedy:
        "owners: \(trust.owners.isEmpty ? "none" : trust.owners.map(\.text).joined(separator: ", "))"
    )
  }
}
