import JudgeJSON

/// The attributes of a span, in the shapes that MLflow and OpenTelemetry give them.
enum SpanAttributes {
  /// An attribute as text.
  ///
  /// MLflow writes every value as a JSON text of its own (`"\"LLM\""`), OpenTelemetry's JSON a
  /// list of `{key, value: {stringValue}}`.
  ///
  /// - Parameters:
  ///   - key: the attribute's name.
  ///   - span: the span.
  /// - Returns: a text unchanged, any other value as JSON. `nil` if the attribute does not exist.
  static func text(_ key: String, of span: JSONValue) -> String? {
    guard let value = value(key, of: span["attributes"]) else { return nil }
    guard let text = value.stringValue else { return value.canonicalText }
    guard let inner = try? JSONValue(parsing: Array(text.utf8)) else { return text }
    return inner.stringValue ?? text
  }

  private static func value(_ key: String, of attributes: JSONValue?) -> JSONValue? {
    if let value = attributes?[key] { return value }
    for item in attributes?.arrayValue ?? [] {
      guard let name = item["key"]?.stringValue, name.utf8.elementsEqual(key.utf8) else {
        continue
      }
      // {"stringValue": "x"}, {"intValue": "3"}: one member, whose name is the type.
      return item["value"]?.objectValue?.values.first ?? item["value"]
    }
    return nil
  }
}
