package import JudgeJSON
package import JudgeModels

/// The JSON objects in a model's reply, found in linear time.
///
/// Replies can contain anything: thoughts with braces, half an object, two million brackets.
package struct ReplyObjects {
  /// The number of bytes that are read, at the end of a reply, where models put their conclusion.
  package static let longestPart = 1 << 20

  /// The number of bytes that may be parsed as JSON, including failed attempts.
  private static let effort = 4 << 20

  /// The maximum number of bytes of a reply that is sent back to its model with the problem.
  private static let longestRepeated = 100_000

  /// The same for a reply that was cut off: if it filled the context, there is no room for another
  /// one.
  private static let longestCut = 400

  /// Returns a reply in the form in which it is sent back to its model.
  package static func repeated(_ response: ChatResponse) -> String {
    let most = response.cutReason == nil ? longestRepeated : longestCut
    guard response.text.utf8.count > most else { return response.text }
    return String(decoding: response.text.utf8.prefix(most), as: UTF8.self) + "…"
  }

  /// The objects in the order of the reply, without those inside another one.
  package let outermost: [JSONObject]

  /// Reads the objects of a reply.
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

  /// Returns the last object with a member of this name, even if it is inside another one.
  ///
  /// - Parameter key: the name.
  /// - Returns: the object, or `nil` if there is none.
  package func last(with key: String) -> JSONObject? {
    for object in outermost.reversed() {
      if let found = Self.search(.object(object), key) { return found }
    }
    return nil
  }

  /// Finds the first match, with outer objects before those inside them.
  ///
  /// The reader limits their depth.
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
