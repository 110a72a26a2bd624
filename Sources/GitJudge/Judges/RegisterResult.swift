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
  /// Why the tag could not be made, or `nil` if the tag exists.
  ///
  /// The version is registered anyway: the record is the authority, and the next sync or `fsck
  /// --repair` makes the tag.
  public let tagProblem: String?
  /// Whether this body was that version before.
  public let wasThere: Bool

  /// The result as JSON with stable keys.
  public var json: JSONValue {
    var object: JSONObject = [
      "judge": .string(judge), "version": .number(Double(version)), "hash": .string(hash.hex),
      "tag": .string(tag),
    ]
    if let tagProblem { object["tag_problem"] = .string(tagProblem) }
    return .object(object)
  }
}
