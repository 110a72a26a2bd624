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
    case "string_value", "stringValue", "bool_value", "boolValue", "bytes_value", "bytesValue":
      return member.value
    case "double_value", "doubleValue":
      // NaN and the infinities are texts, and any number may be.
      guard let number = member.value.stringValue.flatMap(LineFields.decimal) else {
        return member.value
      }
      return .number(number)
    case "int_value", "intValue":
      // 64-bit integers come as texts; those that a double holds exactly become numbers.
      guard let text = member.value.stringValue, let number = Int64(text) else {
        return member.value
      }
      return .integer(number)
    case "array_value", "arrayValue":
      return .array((member.value["values"]?.arrayValue ?? []).map(plain))
    case "kvlist_value", "kvlistValue":
      return .object(members(member.value["values"]?.arrayValue ?? []))
    default: return value
    }
  }

  /// Returns the `AnyValue` of a value.
  static func wrapped(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null: return [:]
    case .bool: return ["boolValue": value]
    case .string: return ["stringValue": value]
    case .number(let number):
      guard number.isFinite else { return [:] }
      // 64-bit integers are texts in the JSON of protocol buffers.
      if let integer = Int64(exactly: number), abs(number) <= 0x1p53 {
        return ["intValue": .string(String(integer))]
      }
      return ["doubleValue": value]
    case .array(let list): return ["arrayValue": ["values": .array(list.map(wrapped))]]
    case .object(let object):
      return [
        "kvlistValue": [
          "values": .array(
            object.map { ["key": .string($0.key), "value": wrapped($0.value)] })
        ]
      ]
    }
  }

  /// Returns the members of a list of `{key, value}`; protocol buffers omit an empty key in JSON.
  static func members(_ list: [JSONValue]) -> JSONObject {
    JSONObject(
      list.compactMap { item in
        guard item.objectValue != nil else { return nil }
        return (item["key"]?.stringValue ?? "", plain(item["value"] ?? .null))
      })
  }

  /// Returns a number; one that JSON cannot write becomes the text that OTLP's JSON has.
  static func number(_ value: Double) -> JSONValue {
    if value.isFinite { return .number(value) }
    return .string(value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity")
  }
}
