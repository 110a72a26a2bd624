package import JudgeJSON
package import JudgeModels

/// The JSON objects in a model's reply, found in a time that grows with its length only.
///
/// Replies hold what a model likes: thoughts with braces, half an object, two million brackets.
package struct ReplyObjects {
  /// The part of a reply that is read: its end, where a model puts its conclusion.
  package static let longestPart = 1 << 20

  /// The number of bytes that may be parsed as JSON, failed attempts included.
  private static let effort = 4 << 20

  /// The most bytes of a reply that its model is shown again with what is wrong with it.
  private static let longestRepeated = 100_000

  /// The same for a reply that was cut off: if it filled the context, it leaves no room for another
  /// one.
  private static let longestCut = 400

  /// A reply as its model is shown it again.
  package static func repeated(_ response: ChatResponse) -> String {
    let most = response.cutReason == nil ? longestRepeated : longestCut
    guard response.text.utf8.count > most else { return response.text }
    return String(decoding: response.text.utf8.prefix(most), as: UTF8.self) + "…"
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

  /// The last object with a member of this name, even if it is inside another one.
  ///
  /// - Parameter key: the name.
  /// - Returns: the object, or `nil` if none has the member.
  package func last(with key: String) -> JSONObject? {
    for object in outermost.reversed() {
      if let found = Self.search(.object(object), key) { return found }
    }
    return nil
  }

  /// Outer objects come before those inside them.
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
