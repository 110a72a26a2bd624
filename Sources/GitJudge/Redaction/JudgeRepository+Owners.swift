public import JudgeJSON
import JudgeRecords
import JudgeStore

/// Whose redactions hide what others wrote.
public struct OwnerList: Hashable, Sendable {
  /// The owners in force.
  public let inForce: [String]
  /// Those that this clone pins; `nil` where it pins none.
  public let pinned: [String]?
  /// Those that the branch lists.
  public let listed: [String]

  /// Whether the branch lists others than this clone pins.
  public var differs: Bool { pinned.map { Set($0) != Set(listed) } ?? false && !listed.isEmpty }

  /// The list as JSON with stable keys.
  public var json: JSONValue {
    [
      "owners": .array(inForce.map { .string($0) }),
      "pinned": pinned.map { .array($0.map { .string($0) }) } ?? .null,
      "listed": .array(listed.map { .string($0) }),
    ]
  }
}

extension JudgeRepository {
  /// The owners; names some, or trusts the branch's list.
  ///
  /// - Parameters:
  ///   - names: source ids to write to the branch and to pin here; none leaves them.
  ///   - pin: whether what the branch lists is pinned here.
  /// - Returns: the owners after that.
  /// - Throws: `JudgeError` for a name with white space, or to pin where the branch lists nobody.
  @discardableResult
  public func owners(
    setting names: [String] = [], pin: Bool = false
  ) async throws(JudgeError) -> OwnerList {
    if let bad = names.first(where: { TrustSettings.list($0) != [$0] }) {
      throw JudgeError(
        .usage, "\"\(bad)\" cannot be a source id", hint: "name one e-mail address each")
    }
    if !names.isEmpty {
      let text = names.map { $0 + "\n" }.joined()
      let file = StoreFile(path: TrustSettings.ownersFile, bytes: Array(text.utf8))
      _ = try await JudgeError.wrap {
        try await store.append([], message: "Name the owners", extraFiles: [file])
      }
      try await self.pin(names)
    }
    var state = try await JudgeError.wrap { try await store.owners() }
    if pin {
      guard !state.listed.isEmpty else {
        throw JudgeError(.notFound, "the branch lists no owners", hint: "name some")
      }
      try await self.pin(state.listed)
      state = try await JudgeError.wrap { try await store.owners() }
    }
    return OwnerList(inForce: state.inForce, pinned: state.pinned, listed: state.listed)
  }

  private func pin(_ names: [String]) async throws(JudgeError) {
    try await JudgeError.wrap {
      try await store.setConfig("judge.owners", names.joined(separator: " "))
    }
  }
}
