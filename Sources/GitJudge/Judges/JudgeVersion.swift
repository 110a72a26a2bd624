import JudgeJSON
public import JudgeRecords

/// A judge with its place in the registry.
public struct JudgeVersion: Hashable, Sendable {
  /// The body.
  public let body: JudgeBody
  /// The body's identity.
  public let hash: ContentID
  /// The name under which it is registered.
  ///
  /// If it is not registered, the body's own name.
  public let name: String
  /// The number; `nil` for a body that is not registered.
  public let number: Int?
  /// The registration.
  public let registration: Registration?
  /// The registration's identity.
  public let registrationID: ContentID?

  /// `NAME@vN`, or the first 12 digits of the hash.
  public var label: String { number.map { "\(name)@v\($0)" } ?? hash.prefix(12) }
}
