extension JSONValue {
  /// The string, or `nil` if this is something else.
  public var stringValue: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The finite number, or `nil` if this is something else.
  public var doubleValue: Double? {
    if case .number(let value) = self, value.isFinite { value } else { nil }
  }

  /// The number as an integer, or `nil` if this is not a number, has a fraction or does not fit.
  public var intValue: Int? {
    if case .number(let value) = self { Int(exactly: value) } else { nil }
  }

  /// The truth value, or `nil` if this is something else.
  public var boolValue: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The elements, or `nil` if this is something else.
  public var arrayValue: [JSONValue]? {
    if case .array(let value) = self { value } else { nil }
  }

  /// The object, or `nil` if this is something else.
  public var objectValue: JSONObject? {
    if case .object(let value) = self { value } else { nil }
  }

  /// Whether this is `null`, or a number that is not finite.
  public var isNull: Bool {
    switch self {
    case .null: true
    case .number(let value): !value.isFinite
    default: false
    }
  }

  /// The member with this key, or `nil` if there is none or this is not an object.
  public subscript(key: String) -> JSONValue? {
    if case .object(let value) = self { value[key] } else { nil }
  }
}
