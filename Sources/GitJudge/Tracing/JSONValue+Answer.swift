import FoundationEssentials
public import JudgeJSON

extension JSONValue {
  /// Any value of a program as JSON: JSON as it is, what is encodable encoded, else its text.
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
