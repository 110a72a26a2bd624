public import JudgeJSON

/// Reads typed texts and cells of tables as values of a judge.
///
/// Spreadsheets and data frames write a value in several ways: `1.0` for 1, `TRUE` for true, blanks
/// around a word. A judge's values say what is meant.
enum TypedValue {
  /// Returns the declared value that a text stands for.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - values: the declared values.
  /// - Returns: the value with these characters; else the only one that differs in blanks, case, or
  ///   the notation of a number; `nil` if there is none.
  static func declared(_ text: String, among values: [JSONValue]) -> JSONValue? {
    if let exact = values.first(where: { label(of: $0) == text }) { return exact }
    let trimmed = Blanks.trimmed(text)
    if let exact = values.first(where: { label(of: $0) == trimmed }) { return exact }
    let near = values.filter { means(trimmed, $0) }
    return near.count == 1 ? near[0] : nil
  }

  /// Returns a value as it is typed: a text as it is, any other value as JSON.
  static func label(of value: JSONValue) -> String { value.stringValue ?? value.canonicalText }

  private static func means(_ text: String, _ value: JSONValue) -> Bool {
    if let flag = value.boolValue { return bool(text) == flag }
    let written = label(of: value)
    if let left = number(text)?.doubleValue, let right = number(written)?.doubleValue {
      return left == right
    }
    return written.lowercased() == text.lowercased()
  }

  /// Returns a text as a value of a type, or `nil`.
  static func parse(_ text: String, as type: FeedbackValueType) -> JSONValue? {
    switch type {
    case .string: .string(text)
    case .bool: bool(text).map { .bool($0) }
    case .int, .float: number(text).flatMap { type.admits($0) ? $0 : nil }
    }
  }

  /// Returns the readings of a text, the likeliest first, for a schema to choose from.
  static func readings(of text: String) -> [JSONValue] {
    let trimmed = Blanks.trimmed(text)
    var readings: [JSONValue] = []
    if let number = number(trimmed) { readings.append(number) }
    if let flag = bool(trimmed) { readings.append(.bool(flag)) }
    if let first = trimmed.utf8.first, [0x7b, 0x5b].contains(first),
      let value = try? JSONValue(parsing: Array(trimmed.utf8))
    {
      readings.append(value)
    }
    readings.append(.string(text))
    if ["null", "None"].contains(trimmed) { readings.append(.null) }
    return readings
  }

  private static func number(_ text: String) -> JSONValue? {
    guard let value = try? JSONValue(parsing: Array(Blanks.trimmed(text).utf8)),
      value.doubleValue != nil
    else { return nil }
    return value
  }

  /// Returns the meaning of a word for true or false, as spreadsheets, data frames and the terminal
  /// write it.
  private static func bool(_ text: String) -> Bool? {
    switch Blanks.trimmed(text).lowercased() {
    case "true", "yes", "1", "1.0": true
    case "false", "no", "0", "0.0": false
    default: nil
    }
  }
}

extension JudgeBody {
  /// Reads a typed text as a value.
  ///
  /// - Parameter text: the typed text, such as `2` or `yes`.
  /// - Returns: the declared value, or a value of the judge's type or schema.
  /// - Throws: `RecordError`, which says what the values are, if the text is none of them.
  public func value(matching text: String) throws(RecordError) -> JSONValue {
    if let declared = TypedValue.declared(text, among: choices) { return declared }
    if let valueSchema, values.isEmpty {
      let schema = ValueSchema(valueSchema)
      let readings = TypedValue.readings(of: text)
      if let value = readings.first(where: { schema.complaint(about: $0) == nil }) { return value }
      let complaint = readings.first.flatMap(schema.complaint) ?? ""
      throw RecordError(
        .schema, field: "value", "\"\(text)\" is not a value of \(name): \(complaint)")
    }
    guard values.isEmpty else {
      throw RecordError(
        .schema, field: "value",
        "\"\(text)\" is not a value of \(name); it has: \(wantedValues)")
    }
    guard let value = TypedValue.parse(text, as: valueType) else {
      throw RecordError(
        .schema, field: "value", "\"\(text)\" is not of type \(valueType.rawValue)")
    }
    return value
  }

  /// Returns whether a judge may give this value.
  ///
  /// - Parameter value: any JSON value.
  /// - Returns: `true` for a value that the schema allows, or if there is no schema, for a declared
  ///   value, or if no values are declared, for any value of the type.
  public func admits(_ value: JSONValue) -> Bool {
    if let valueSchema { return ValueSchema(valueSchema).complaint(about: value) == nil }
    return values.isEmpty ? valueType.admits(value) : values.contains(value)
  }

  /// The values to choose from: those that are declared, else those of a schema that lists them;
  /// empty if any value of a type is allowed.
  public var choices: [JSONValue] {
    if !values.isEmpty { return values }
    if let valueSchema { return ValueSchema(valueSchema).choices ?? [] }
    return []
  }

  /// Whether every value is a number.
  public var isNumeric: Bool {
    guard let valueSchema else { return valueType == .int || valueType == .float }
    let types = ValueSchema(valueSchema).types ?? []
    return !types.isEmpty && types.allSatisfy { $0 == "integer" || $0 == "number" }
  }

  /// The allowed values in words, such as `yes, no` or `a whole number from 1 to 5`.
  public var wantedValues: String {
    let choices = choices
    if !choices.isEmpty { return choices.map(TypedValue.label).joined(separator: ", ") }
    if let valueSchema { return ValueSchema(valueSchema).words }
    return switch valueType {
    case .string: "a text"
    case .int: "a whole number"
    case .float: "a number"
    case .bool: "true, false"
    }
  }
}

extension ValueSchema {
  /// The values, if the schema lists all of them; otherwise `nil`.
  var choices: [JSONValue]? {
    if let list = object["enum"]?.arrayValue { return list }
    if let only = object["const"] { return [only] }
    if let forms = object["anyOf"]?.arrayValue?.compactMap(\.objectValue) {
      let parts = forms.map { ValueSchema($0).choices }
      guard !parts.contains(nil) else { return nil }
      var seen = Set<JSONValue>()
      return parts.compactMap { $0 }.joined().filter { seen.insert($0).inserted }
    }
    guard let types, !types.isEmpty else { return nil }
    var choices: [JSONValue] = []
    for type in types {
      switch type {
      case "boolean": choices += [true, false]
      case "null": choices.append(.null)
      default: return nil
      }
    }
    return choices
  }

  /// The allowed values in words.
  var words: String {
    if let choices { return choices.map(TypedValue.label).joined(separator: ", ") }
    if let forms = object["anyOf"]?.arrayValue?.compactMap(\.objectValue) {
      return forms.map { ValueSchema($0).words }.joined(separator: " or ")
    }
    let names = [
      "string": "a text", "number": "a number", "integer": "a whole number",
      "boolean": "true or false", "array": "a JSON list", "object": "a JSON object",
      "null": "null",
    ]
    let text = (types ?? []).map { names[$0] ?? $0 }.joined(separator: " or ")
    let bounds = [
      ("minimum", "from"), ("exclusiveMinimum", "over"), ("maximum", "to"),
      ("exclusiveMaximum", "under"),
    ].compactMap { key, word in object[key].map { "\(word) \($0.canonicalText)" } }
    return ([text.isEmpty ? "a JSON value" : text] + bounds).joined(separator: " ")
  }
}
