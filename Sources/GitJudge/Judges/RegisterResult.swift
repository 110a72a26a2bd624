public import JudgeJSON
public import JudgeRecords

/// A registered version.
public struct RegisterResult: Hashable, Sendable {
  /// The name.
  public let judge: String
  /// The number.
  public let version: Int
  /// The body's identity.
  public let hash: ContentID
  /// The tag, such as `judge/support/tone/v2`.
  public let tag: String
  /// Whether this body was that version before.
  public let wasThere: Bool

  /// The result as JSON with stable keys.
  public var json: JSONValue {
    [
      "judge": .string(judge), "version": .number(Double(version)), "hash": .string(hash.hex),
      "tag": .string(tag),
    ]
  }
}
