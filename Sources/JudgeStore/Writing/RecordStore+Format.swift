import JudgeGit
import JudgeWork

extension RecordStore {
  /// The format in force at a tip; `nil` for a branch that never had one.
  func format(at tip: Tip) async throws(StoreError) -> StoreFormat? {
    try await formatInForce(at: tip)?.format
  }

  /// The tip of a store that may be written.
  ///
  /// - Throws: `no-store` without a branch or `format.json`, `newer-format`.
  func writableTip(_ tip: Tip?) async throws(StoreError) -> Tip {
    guard let tip else { throw noStore() }
    guard let format = try await format(at: tip) else {
      throw StoreError(
        .noStore, "the branch \(location.branch) holds no store: it has no format.json",
        remedy: .anyOf([
          .run(.git, ["config", "judge.branch", "NAME"], to: "choose another branch"),
          .run(.initializeStore, to: "add a store here"),
        ]))
    }
    guard format.isWritable else { throw format.refusal }
    return tip
  }

  /// The branch that does not let this one exist: git keeps `judge` as a file and `judge/x` in a
  /// folder of that name.
  func blockingBranch() throws(StoreError) -> String? {
    let below = try git { () throws(GitError) in
      try repository.references(prefix: location.reference + "/")
    }
    if let first = below.first { return String(first.name.dropFirst("refs/heads/".count)) }
    var parts = location.branch.split(separator: "/")
    while parts.count > 1 {
      parts.removeLast()
      let above = parts.joined(separator: "/")
      if try git({ () throws(GitError) in try repository.resolve("refs/heads/" + above) }) != nil {
        return above
      }
    }
    return nil
  }

  func checkNotBlocked() throws(StoreError) {
    guard let blocking = try blockingBranch() else { return }
    throw StoreError(
      .branchBlocked,
      "the branch \(blocking) does not let a branch \(location.branch) exist",
      remedy: "git branch -m \(blocking) NEW-NAME, or git config judge.branch NAME")
  }
}
