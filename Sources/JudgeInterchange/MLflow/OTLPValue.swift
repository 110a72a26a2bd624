import JudgeJSON

/// Converts OTLP's `AnyValue`, in both spellings, to a plain JSON value.
enum OTLPValue {
  /// Returns the value that an `AnyValue` represents.
  ///
  /// Any other value is returned unchanged.
  static func plain(_ value: JSONValue) -> JSONValue {
    guard let object = value.objectValue else { return value }
    // An AnyValue without a value is OTLP's null.
    guard let member = object.first else { return .null }
    guard object.count == 1 else { return value }
    switch member.key {
    case "string_value", "stringValue", "bool_value", "boolValue", "double_value", "doubleValue",
      "bytes_value", "bytesValue":
      return member.value
    case "int_value", "intValue":
      // 64-bit integers come as texts; those that a double holds exactly become numbers.
      guard let text = member.value.stringValue else { return member.value }
      return (try? JSONValue.parseRepairing(text).0) ?? member.value
    case "array_value", "arrayValue":
      return .array((member.value["values"]?.arrayValue ?? []).map(plain))
    case "kvlist_value", "kvlistValue":
      let list = member.value["values"]?.arrayValue ?? []
      return .object(
        JSONObject(
          list.compactMap { item in
            item["key"]?.stringValue.map { ($0, plain(item["value"] ?? .null)) }
          }))
    default: return value
    }
  }
}
