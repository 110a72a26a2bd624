public import JudgeJSON
public import JudgeStore
public import JudgeWork

/// A rewrite that removes purged bytes, with the steps for everyone to take.
public struct PreparedPurge: Hashable, Sendable {
  /// The rewritten history.
  public let history: PurgedHistory
  /// The branch.
  public let branch: String
  /// Whether the local branch already points to the rewritten history.
  ///
  /// This is so in a repository without a remote. With a remote, the branch moves in
  /// ``RedactionService/syncPurge(_:)``.
  public let isApplied: Bool
  /// The steps for people to take, in order.
  public let steps: [Remedy]

  /// Returns the purge as JSON with stable keys.
  ///
  /// - Parameter phrase: words a step for the reader's interface.
  /// - Returns: the object.
  public func json(phrasing phrase: (Remedy) -> String = \.description) -> JSONValue {
    [
      "reference": .string(PurgedHistory.reference(branch: branch)),
      "old": .string(history.old), "new": .string(history.new),
      "commits": .number(Double(history.rewritten)),
      "files": .array(history.files.map { .string($0) }),
      "tags": .array(history.tags.map { .string($0.name) }), "applied": .bool(isApplied),
      "steps": .array(steps.map { .string(phrase($0)) }),
    ]
  }
}
