/// How the stub server answers one request.
public enum StubAnswer: Sendable {
  /// An answer of the model, in the protocol of the path that was asked.
  case text(String)
  /// A status, with headers and a body as they stand.
  case status(Int, headers: [String: String], body: String)
  /// The connection is cut without an answer.
  case cut
  /// The connection is cut in the middle of the body.
  case cutBody
}
