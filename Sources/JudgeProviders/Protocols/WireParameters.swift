import JudgeJSON

/// How a protocol sends the parameters of ``ChatRequest/parameters``: a pure value.
struct WireParameters: Sendable {
  /// The members of the protocol for parameters whose names differ.
  var renamed: [String: String] = [:]
  /// The parameters that the protocol does not have.
  var missing: Set<String> = []

  /// The limit of an answer, for protocols that have one name for it.
  static let singleLimit = ["max_completion_tokens": "max_tokens"]

  /// Returns the members for parameters, without `extra_body`.
  func members(of parameters: JSONObject) -> JSONObject {
    var members = JSONObject()
    for member in parameters where member.key != "extra_body" && !missing.contains(member.key) {
      members[renamed[member.key] ?? member.key] = member.value
    }
    return members
  }

  /// Returns the parameters that are not sent.
  func unsent(_ parameters: JSONObject) -> [String] {
    parameters.map(\.key).filter(missing.contains)
  }
}

extension JSONObject {
  /// Adds the members of another object; of two objects under one key, the members are united.
  mutating func unite(_ other: JSONObject) {
    for member in other {
      if var inner = self[member.key]?.objectValue, let more = member.value.objectValue {
        inner.unite(more)
        self[member.key] = .object(inner)
      } else {
        self[member.key] = member.value
      }
    }
  }
}
