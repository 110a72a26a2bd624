package import JudgeJSON

/// Setters that leave a field out if there is nothing to say.
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
