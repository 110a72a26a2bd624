public import JudgeJSON

/// The part of JSON Schema that a judge's values may need in addition to their type: bounds, lists,
/// maps, optional values.
///
/// Supports `type` (one word or a list), `enum`, `const`, `minimum`, `maximum`, `exclusiveMinimum`,
/// `exclusiveMaximum`, `multipleOf`, `minLength`, `maxLength`, `items`, `minItems`, `maxItems`,
/// `uniqueItems`, `properties`, `required`, `additionalProperties` and `anyOf`.
/// Any other keyword is refused when the judge is made, because ignoring it would let values
/// through.
public struct ValueSchema: Hashable, Sendable {
  /// The schema as written.
  public let object: JSONObject

  private static let keywords: Set<String> = [
    "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "uniqueItems", "minLength", "maxLength", "items", "minItems",
    "maxItems", "properties", "required", "additionalProperties", "anyOf", "title", "description",
    "default",
  ]

  /// Wraps a schema.
  public init(_ object: JSONObject) { self.object = object }

  /// The fault in the schema itself, or `nil` if it is valid.
  public var fault: String? {
    for member in object where !Self.keywords.contains(member.key) {
      return "the keyword \"\(member.key)\" is not supported"
    }
    let parts =
      [object["items"], object["additionalProperties"]].compactMap { $0?.objectValue }
      + (object["anyOf"]?.arrayValue ?? []).compactMap(\.objectValue)
      + (object["properties"]?.objectValue.map { $0.map(\.value) } ?? []).compactMap(\.objectValue)
    return parts.lazy.compactMap { ValueSchema($0).fault }.first
  }

  /// Returns the fault in a value, or `nil` if it is valid.
  ///
  /// - Parameter value: any JSON value.
  /// - Returns: the location and the violated rule, or `nil`.
  public func complaint(about value: JSONValue) -> String? {
    complaint(about: value, at: "it")
  }

  /// The words of `type`, or `nil` if any type is allowed.
  var types: [String]? { words("type") }

  private func complaint(about value: JSONValue, at place: String) -> String? {
    if let types, !types.contains(where: { Self.isOf($0, value) }) {
      return "\(place) is not of type \(types.joined(separator: " or "))"
    }
    if let list = object["enum"]?.arrayValue, !list.contains(value) {
      return "\(place) is none of \(list.map(\.canonicalText).joined(separator: ", "))"
    }
    if let only = object["const"], only != value {
      return "\(place) is not \(only.canonicalText)"
    }
    if let choices = object["anyOf"]?.arrayValue?.compactMap(\.objectValue),
      choices.allSatisfy({ ValueSchema($0).complaint(about: value, at: place) != nil })
    {
      return "\(place) fits none of the forms allowed"
    }
    return numbers(value, place) ?? steps(value, place) ?? members(value, place)
  }

  private func steps(_ value: JSONValue, _ place: String) -> String? {
    if let number = value.doubleValue {
      if let bound = object["exclusiveMinimum"]?.doubleValue, number <= bound {
        return "\(place) breaks exclusiveMinimum \(JSONValue.number(bound).canonicalText)"
      }
      if let bound = object["exclusiveMaximum"]?.doubleValue, number >= bound {
        return "\(place) breaks exclusiveMaximum \(JSONValue.number(bound).canonicalText)"
      }
      if let step = object["multipleOf"]?.doubleValue, step > 0 {
        let count = number / step
        // Decimal steps such as 0.1 have no exact double.
        if abs(count - count.rounded()) > 1e-9 * max(1, abs(count)) {
          return "\(place) breaks multipleOf \(JSONValue.number(step).canonicalText)"
        }
      }
    }
    if object["uniqueItems"] == true, let list = value.arrayValue, Set(list).count < list.count {
      return "\(place) has an item twice"
    }
    return nil
  }

  private func numbers(_ value: JSONValue, _ place: String) -> String? {
    let rules: [(String, Double?, Bool)] = [
      ("minimum", value.doubleValue, true), ("maximum", value.doubleValue, false),
      ("minLength", value.stringValue.map { Double($0.unicodeScalars.count) }, true),
      ("maxLength", value.stringValue.map { Double($0.unicodeScalars.count) }, false),
      ("minItems", value.arrayValue.map { Double($0.count) }, true),
      ("maxItems", value.arrayValue.map { Double($0.count) }, false),
    ]
    for (key, measured, isLower) in rules {
      guard let bound = object[key]?.doubleValue, let measured else { continue }
      if isLower ? measured < bound : measured > bound {
        return "\(place) breaks \(key) \(JSONValue.number(bound).canonicalText)"
      }
    }
    return nil
  }

  private func members(_ value: JSONValue, _ place: String) -> String? {
    if let schema = object["items"]?.objectValue, let list = value.arrayValue {
      for (index, item) in list.enumerated() {
        if let fault = ValueSchema(schema).complaint(about: item, at: "\(place)[\(index)]") {
          return fault
        }
      }
    }
    guard let map = value.objectValue else { return nil }
    for key in (object["required"]?.arrayValue ?? []).compactMap(\.stringValue)
    where map[key] == nil {
      return "\(place) has no \"\(key)\""
    }
    let properties = object["properties"]?.objectValue ?? [:]
    for member in map {
      let schema = properties[member.key] ?? object["additionalProperties"]
      if schema == false { return "\(place) must not have \"\(member.key)\"" }
      guard let rules = schema?.objectValue else { continue }
      let inner = "\(place).\(member.key)"
      if let fault = ValueSchema(rules).complaint(about: member.value, at: inner) { return fault }
    }
    return nil
  }

  private func words(_ key: String) -> [String]? {
    guard let value = object[key] else { return nil }
    return value.stringValue.map { [$0] } ?? value.arrayValue?.compactMap(\.stringValue)
  }

  private static func isOf(_ type: String, _ value: JSONValue) -> Bool {
    switch type {
    case "string": value.stringValue != nil
    case "number": value.doubleValue != nil
    case "integer": value.intValue != nil
    case "boolean": value.boolValue != nil
    case "array": value.arrayValue != nil
    case "object": value.objectValue != nil
    case "null": value.isNull
    default: false
    }
  }
}
