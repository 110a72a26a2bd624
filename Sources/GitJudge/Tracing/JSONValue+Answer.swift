import FoundationEssentials
public import JudgeJSON

extension JSONValue {
  /// Converts any value to JSON.
  ///
  /// JSON stays as it is, encodable values are encoded, and other values become their text.
  ///
  /// - Parameter answer: any value.
  public init(answer: Any) {
    switch answer {
    case let value as JSONValue: self = value
    case let value as JSONObject: self = .object(value)
    case let value as String: self = .string(value)
    case let value as Bool: self = .bool(value)
    case let value as Int where value.magnitude < 1 << 53: self = .number(Double(value))
    case let value as Double where value.isFinite: self = .number(value)
    case is Void: self = .null
    case let value as any Encodable:
      let data = try? JSONEncoder().encode(value)
      self = data.flatMap { try? JSONValue(parsing: Array($0)) } ?? .string("\(value)")
    default: self = .string("\(answer)")
    }
  }
}
