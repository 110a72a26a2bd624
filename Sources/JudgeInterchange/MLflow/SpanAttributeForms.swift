import JudgeJSON

/// Converts the attributes of a span from any of their forms to JSON values.
///
/// MLflow writes every value as a JSON text (`"mlflow.spanType": "\"LLM\""`), OTLP writes a list of
/// `{key, value: {string_value: …}}`, and other programs write plain values.
enum SpanAttributeForms {
  /// Reads attributes in any form.
  static func plain(_ value: JSONValue?, tally: inout RepairTally) -> JSONObject {
    switch value {
    case .array(let list)?:
      JSONObject(
        list.compactMap { item in
          item["key"]?.stringValue.map { ($0, OTLPValue.plain(item["value"] ?? .null)) }
        })
    case .object(let object)?: decoded(object, tally: &tally)
    default: JSONObject()
    }
  }

  /// Decodes attributes if all their texts are JSON; a single other text means that they are plain.
  ///
  /// In plain attributes, MLflow's own can still be JSON text, if this is unambiguous.
  private static func decoded(_ object: JSONObject, tally: inout RepairTally) -> JSONObject {
    let read = object.map { member in member.value.stringValue.flatMap(EmbeddedJSON.read) }
    let isEncoded = zip(object, read).allSatisfy { $0.value.stringValue == nil || $1 != nil }
    return JSONObject(
      zip(object, read).map { member, inner in
        guard let inner, isEncoded || isEvidentlyJSON(member) else {
          return (member.key, member.value)
        }
        tally.repaired += inner.repairs.count
        return (member.key, inner.value)
      })
  }

  private static func isEvidentlyJSON(_ member: JSONObject.Member) -> Bool {
    guard member.key.hasPrefix("mlflow."), let first = member.value.stringValue?.utf8.first else {
      return false
    }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || first == UInt8(ascii: "\"")
  }
}
