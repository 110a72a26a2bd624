package import JudgeJSON

/// The JSON objects in a model's reply, found in a time that grows with its length only.
///
/// Replies hold what a model likes: thoughts with braces, half an object, two million brackets.
package struct ReplyObjects {
  /// How much of a reply is read; a model's conclusion is at its end.
  package static let longestPart = 1 << 20

  /// How many bytes are read as JSON, those included that turn out to be none.
  private static let effort = 4 << 20

  /// The most bytes of a reply that its model is shown again with what is wrong with it.
  private static let longestRepeated = 100_000

  /// A reply as its model is shown it again.
  package static func repeated(_ text: String) -> String {
    guard text.utf8.count > longestRepeated else { return text }
    return String(decoding: text.utf8.prefix(longestRepeated), as: UTF8.self) + "…"
  }

  /// The objects in the order of the reply; those inside another one are not listed.
  package let outermost: [JSONObject]

  /// Reads a reply.
  ///
  /// - Parameter text: any text.
  package init(in text: String) {
    let bytes = Array(text.utf8.suffix(Self.longestPart))
    var found: [JSONObject] = []
    var left = Self.effort
    var place = 0
    while left > 0, let start = bytes[place...].firstIndex(of: UInt8(ascii: "{")) {
      let (value, end) = JSONValue.prefix(of: bytes, from: start)
      left -= max(1, end - start)
      if let object = value?.objectValue {
        found.append(object)
        place = end
      } else {
        place = start + 1
      }
    }
    outermost = found
  }

  /// The last object that has a member of a name, be it inside another one.
  ///
  /// - Parameter key: the name.
  /// - Returns: the object; `nil` if none has it.
  package func last(with key: String) -> JSONObject? {
    for object in outermost.reversed() {
      if let found = Self.search(.object(object), key) { return found }
    }
    return nil
  }

  /// The outer objects before those inside them; the reader bounds their depth.
  private static func search(_ value: JSONValue, _ key: String) -> JSONObject? {
    if let object = value.objectValue {
      if object[key] != nil { return object }
      for member in object {
        if let found = search(member.value, key) { return found }
      }
    }
    for item in value.arrayValue ?? [] {
      if let found = search(item, key) { return found }
    }
    return nil
  }
}
