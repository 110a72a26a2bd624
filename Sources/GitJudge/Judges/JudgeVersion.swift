import JudgeJSON
public import JudgeRecords

/// A judge and its place in the registry.
public struct JudgeVersion: Hashable, Sendable {
  /// The judge's body.
  public let body: JudgeBody
  /// The body's identity.
  public let hash: ContentID
  /// The name under which it is registered.
  ///
  /// If it is not registered, the body's own name.
  public let name: String
  /// The version number, or `nil` for a body that is not registered.
  public let number: Int?
  /// The registration, or `nil` for a body that is not registered.
  public let registration: Registration?
  /// The registration's identity, or `nil` for a body that is not registered.
  public let registrationID: ContentID?

  /// `NAME@vN`, or the first 12 digits of the hash.
  public var label: String { number.map { "\(name)@v\($0)" } ?? hash.prefix(12) }
}

extension JudgeVersion {
  /// A body that is not registered.
  ///
  /// - Parameters:
  ///   - body: the body.
  ///   - hash: its identity if it is known, else it is computed.
  ///   - name: the name to show; the body's own if `nil`.
  /// - Throws: `RecordError` if the body cannot be a record.
  init(
    unregistered body: JudgeBody, hash: ContentID? = nil, named name: String? = nil
  ) throws(RecordError) {
    let known: ContentID
    if let hash { known = hash } else { known = try body.record().id }
    self.init(
      body: body, hash: known, name: name ?? body.name, number: nil, registration: nil,
      registrationID: nil)
  }
}
