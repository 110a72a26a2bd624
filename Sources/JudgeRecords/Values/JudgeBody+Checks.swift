public import JudgeJSON

extension JudgeBody {
  /// Checks what the schema cannot say: values of the declared type, `ordered` and `pass` among
  /// the values, no value twice.
  ///
  /// - Throws: `RecordError` that names the field.
  public func checkValues() throws(RecordError) {
    try checkList(values, "values")
    try checkList(ordered, "ordered")
    try checkList(pass, "pass")
    if !ordered.isEmpty, !values.isEmpty, ordered.count != values.count {
      throw RecordError(
        .schema, field: "ordered",
        "must name every one of the \(values.count) values once, from low to high")
    }
  }

  /// Matches a typed text against the declared values.
  ///
  /// - Parameter text: what a person typed, such as `2` or `yes`.
  /// - Returns: the declared value, in its type.
  /// - Throws: `RecordError` that lists the values if it is none of them.
  public func value(matching text: String) throws(RecordError) -> JSONValue {
    if let declared = values.first(where: { label(of: $0) == text }) { return declared }
    guard values.isEmpty else {
      let known = values.map(label(of:)).joined(separator: ", ")
      throw RecordError(
        .schema, field: "value", "\"\(text)\" is not a value of \(name); it has: \(known)")
    }
    guard let value = valueType.parse(text) else {
      throw RecordError(
        .schema, field: "value", "\"\(text)\" is not of type \(valueType.rawValue)")
    }
    return value
  }

  /// Whether a judge may give this value.
  ///
  /// - Parameter value: any JSON value.
  /// - Returns: `true` for a declared value, or, if none is declared, for one of the type.
  public func admits(_ value: JSONValue) -> Bool {
    values.isEmpty ? valueType.admits(value) : values.contains(value)
  }

  private func label(of value: JSONValue) -> String { value.stringValue ?? value.canonicalText }

  private func checkList(_ list: [JSONValue], _ field: String) throws(RecordError) {
    var seen = Set<JSONValue>()
    for value in list {
      let label = label(of: value)
      guard seen.insert(value).inserted else {
        throw RecordError(.schema, field: field, "\"\(label)\" stands twice")
      }
      guard valueType.admits(value) else {
        throw RecordError(.schema, field: field, "\(label) is not of type \(valueType.rawValue)")
      }
      guard field == "values" || values.isEmpty || values.contains(value) else {
        throw RecordError(.schema, field: field, "\"\(label)\" is not among the values")
      }
    }
  }
}
