public import JudgeJSON
public import JudgeRecords

/// The result of a registration.
public struct RegisterResult: Hashable, Sendable {
  /// The judge's name.
  public let judge: String
  /// The version number.
  public let version: Int
  /// The body's identity.
  public let hash: ContentID
  /// The tag, such as `judge/support/tone/v2`.
  public let tag: String
  /// The reason why the tag could not be created, or `nil` if the tag exists.
  ///
  /// The version is registered in either case: the record has authority, and the next sync or
  /// `fsck --repair` creates the tag.
  public let tagProblem: String?
  /// Whether this body was already registered as this version.
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
