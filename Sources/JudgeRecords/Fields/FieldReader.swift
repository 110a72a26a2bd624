package import JudgeJSON

/// Reads the fields of an object one by one, with errors that name the field.
package struct FieldReader {
  package let object: JSONObject
  package let path: String

  /// 2^53 - 1: a double represents every whole number up to this one exactly.
  package static let greatestInt = (1 << 53) - 1

  package init(_ object: JSONObject, path: String = "") {
    self.object = object
    self.path = path
  }

  package func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  package func fail(_ key: String, _ message: String) -> RecordError {
    RecordError(.schema, field: name(key), message)
  }

  package func value(_ key: String) -> JSONValue? { object[key] }

  package func required(_ key: String) throws(RecordError) -> JSONValue {
    guard let value = object[key] else { throw fail(key, "is missing") }
    return value
  }

  package func optionalText(_ key: String) throws(RecordError) -> String? {
    guard let value = object[key] else { return nil }
    guard let text = value.stringValue else { throw fail(key, "must be a text") }
    return text
  }

  package func text(_ key: String, allowEmpty: Bool = false) throws(RecordError) -> String {
    guard let text = try required(key).stringValue else { throw fail(key, "must be a text") }
    guard allowEmpty || !text.isEmpty else { throw fail(key, "must not be empty") }
    return text
  }

  package func optionalNonEmpty(_ key: String) throws(RecordError) -> String? {
    guard let text = try optionalText(key) else { return nil }
    guard !text.isEmpty else { throw fail(key, "must not be empty") }
    return text
  }

  /// Reads an optional text that must equal one of the given words, byte for byte.
  package func optionalWord(
    _ key: String, of words: [String]
  ) throws(RecordError) -> String? {
    guard let text = try optionalText(key) else { return nil }
    // Not `contains`: Swift takes U+212A, the Kelvin sign, for a K.
    guard words.contains(where: { Bytewise.equal($0, text) }) else {
      throw fail(key, "must be one of \(words.joined(separator: ", "))")
    }
    return text
  }

  package func word(_ key: String, of words: [String]) throws(RecordError) -> String {
    guard let word = try optionalWord(key, of: words) else { throw fail(key, "is missing") }
    return word
  }

  package func optionalBool(_ key: String) throws(RecordError) -> Bool? {
    guard let value = object[key] else { return nil }
    guard let bool = value.boolValue else { throw fail(key, "must be true or false") }
    return bool
  }

  package func optionalInt(_ key: String, from low: Int) throws(RecordError) -> Int? {
    guard let value = object[key] else { return nil }
    guard let number = value.intValue, number >= low, number <= Self.greatestInt else {
      throw fail(key, "must be a whole number from \(low) to \(Self.greatestInt)")
    }
    return number
  }

  package func int(_ key: String, from low: Int) throws(RecordError) -> Int {
    guard let number = try optionalInt(key, from: low) else { throw fail(key, "is missing") }
    return number
  }

  package func optionalNumber(_ key: String) throws(RecordError) -> Double? {
    guard let value = object[key] else { return nil }
    guard let number = value.doubleValue else { throw fail(key, "must be a number") }
    return number
  }

  package func optionalID(_ key: String) throws(RecordError) -> ContentID? {
    guard let value = object[key] else { return nil }
    guard let text = value.stringValue, let id = ContentID(hex: text) else {
      throw fail(key, "must be a SHA-256 of 64 lower-case hexadecimal digits")
    }
    return id
  }

  package func id(_ key: String) throws(RecordError) -> ContentID {
    guard let id = try optionalID(key) else { throw fail(key, "is missing") }
    return id
  }

  package func optionalIDs(_ key: String) throws(RecordError) -> [ContentID] {
    guard let value = object[key] else { return [] }
    guard let list = value.arrayValue else { throw fail(key, "must be a list of SHA-256") }
    var ids: [ContentID] = []
    for item in list {
      guard let text = item.stringValue, let id = ContentID(hex: text) else {
        throw fail(key, "must be a list of SHA-256 of 64 lower-case hexadecimal digits")
      }
      ids.append(id)
    }
    return ids
  }

  package func optionalTexts(_ key: String) throws(RecordError) -> [String] {
    guard let value = object[key] else { return [] }
    guard let list = value.arrayValue else { throw fail(key, "must be a list of texts") }
    var texts: [String] = []
    for item in list {
      guard let text = item.stringValue else { throw fail(key, "must be a list of texts") }
      texts.append(text)
    }
    return texts
  }

  package func optionalObject(_ key: String) throws(RecordError) -> JSONObject? {
    guard let value = object[key] else { return nil }
    guard let object = value.objectValue else { throw fail(key, "must be an object") }
    return object
  }

  package func optionalArray(_ key: String) throws(RecordError) -> [JSONValue]? {
    guard let value = object[key] else { return nil }
    guard let array = value.arrayValue else { throw fail(key, "must be a list") }
    return array
  }

  package func child(_ key: String) throws(RecordError) -> FieldReader {
    guard let object = try optionalObject(key) else { throw fail(key, "is missing") }
    return FieldReader(object, path: name(key))
  }

  /// An object whose values are all texts.
  package func textMap(_ key: String) throws(RecordError) -> JSONObject {
    guard let object = try optionalObject(key) else { return JSONObject() }
    for member in object where member.value.stringValue == nil {
      throw fail("\(key).\(member.key)", "must be a text")
    }
    return object
  }

  package func optionalTime(_ key: String) throws(RecordError) -> Timestamp? {
    guard let text = try optionalText(key) else { return nil }
    guard let time = Timestamp(text), time.text == text else {
      throw fail(key, "must be a time in UTC with milliseconds, such as 2026-11-20T21:27:14.370Z")
    }
    return time
  }

  package func time(_ key: String) throws(RecordError) -> Timestamp {
    guard let time = try optionalTime(key) else { throw fail(key, "is missing") }
    return time
  }
}

/// Setters that omit a field without a value.
extension JSONObject {
  package mutating func put(_ key: String, _ text: String?) {
    if let text { self[key] = .string(text) }
  }

  package mutating func put(_ key: String, _ number: Int?) {
    if let number { self[key] = .number(Double(number)) }
  }

  package mutating func put(_ key: String, _ number: Double?) {
    if let number { self[key] = .number(number) }
  }

  package mutating func put(_ key: String, _ flag: Bool?) {
    if let flag { self[key] = .bool(flag) }
  }

  package mutating func put(_ key: String, _ id: ContentID?) {
    if let id { self[key] = .string(id.hex) }
  }

  package mutating func put(_ key: String, _ time: Timestamp?) {
    if let time { self[key] = .string(time.text) }
  }

  package mutating func put(_ key: String, ids: [ContentID]) {
    if !ids.isEmpty { self[key] = .array(ids.map { .string($0.hex) }) }
  }

  package mutating func put(_ key: String, texts: [String]) {
    if !texts.isEmpty { self[key] = .array(texts.map { .string($0) }) }
  }

  package mutating func put(_ key: String, list: [JSONValue]) {
    if !list.isEmpty { self[key] = .array(list) }
  }

  package mutating func put(_ key: String, object: JSONObject) {
    if !object.isEmpty { self[key] = .object(object) }
  }
}

extension JSONValue {
  /// Returns whether arrays and objects are nested at most `limit` deep; stops at that depth.
  package func isNested(atMost limit: Int) -> Bool {
    switch self {
    case .array(let items):
      limit > 0 && items.allSatisfy { $0.isNested(atMost: limit - 1) }
    case .object(let members):
      limit > 0 && members.allSatisfy { $0.value.isNested(atMost: limit - 1) }
    default: true
    }
  }
}
