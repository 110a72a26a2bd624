public import JudgeJSON

/// The type of the values that a judge gives.
public enum FeedbackValueType: String, Hashable, Sendable, CaseIterable {
  /// Text.
  case string
  /// A whole number.
  case int
  /// A number.
  case float
  /// True or false.
  case bool

  /// Returns whether a value has this type.
  ///
  /// - Parameter value: any JSON value.
  /// - Returns: `true` if it fits. A whole number fits `float`.
  public func admits(_ value: JSONValue) -> Bool {
    switch self {
    case .string: value.stringValue != nil
    case .int: value.intValue != nil
    case .float: value.doubleValue != nil
    case .bool: value.boolValue != nil
    }
  }

  /// Parses a typed text as a value of this type, such as the `2` of `--value 2`.
  ///
  /// - Parameter text: the typed text.
  /// - Returns: the value, or `nil` if the text is not a value of this type.
  public func parse(_ text: String) -> JSONValue? { TypedValue.parse(text, as: self) }
}
