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
  ///
  /// Some providers refuse a message without text.
  package static func repeated(_ response: ChatResponse) -> String {
    guard response.text.utf8.contains(where: { $0 > 0x20 }) else { return "(no answer)" }
    let most = response.cutReason == nil ? longestRepeated : longestCut
    guard response.text.utf8.count > most else { return response.text }
    return String(decoding: response.text.utf8.prefix(most), as: UTF8.self) + "…"
  }

  /// The objects in the order of the reply, without those inside another one or inside thoughts.
  package let outermost: [JSONObject]

  /// Reads the objects of a reply.
  ///
  /// Thoughts are `<think>…</think>` and the like. Everything before a closing tag without an
  /// opening one is a thought too, because the opening tag may be in the model's chat template.
  ///
  /// - Parameter text: any text.
  package init(in text: String) {
    let bytes = Array(text.utf8.suffix(Self.longestPart))
    // Some models write the object as a JSON text.
    if let inner = Self.wholeText(bytes) {
      outermost = Self.objects(in: Array(inner.utf8))
    } else {
      outermost = Self.objects(in: bytes)
    }
  }

  private static func objects(in bytes: [UInt8]) -> [JSONObject] {
    var found: [JSONObject] = []
    // The number of objects before the thought that is open.
    var beforeThought: Int?
    var beginsWithThought = false
    var left = effort
    var place = 0
    while left > 0,
      let start = bytes[place...].firstIndex(where: {
        $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "<")
      })
    {
      if bytes[start] == UInt8(ascii: "<") {
        place = start + 1
        guard let tag = ThoughtTag(bytes, at: start) else { continue }
        if tag.isClosing {
          found.removeLast(found.count - (beforeThought ?? 0))
          (beforeThought, beginsWithThought) = (nil, false)
        } else if beforeThought == nil {
          beforeThought = found.count
          beginsWithThought = bytes[..<start].allSatisfy { $0 <= 0x20 }
        }
        continue
      }
      let (value, end) = JSONValue.lenientPrefix(of: bytes, from: start)
      left -= max(1, end - start)
      if let object = value?.objectValue {
        found.append(object)
        place = end
      } else {
        place = start + 1
      }
    }
    // A thought that never ends holds no conclusion. A tag within the text may be about the tag.
    if beginsWithThought { found = [] }
    return found
  }

  /// Returns the text of a reply that is a single JSON text, or `nil`.
  private static func wholeText(_ bytes: [UInt8]) -> String? {
    guard let start = bytes.firstIndex(where: { $0 > 0x20 }), bytes[start] == UInt8(ascii: "\"")
    else { return nil }
    let (value, end) = JSONValue.lenientPrefix(of: bytes, from: start)
    return bytes[end...].allSatisfy { $0 <= 0x20 } ? value?.stringValue : nil
  }

  /// Returns the objects with a member of this name, in the order of the reply.
  ///
  /// Upper and lower case are equal in names. An object inside another one counts only if the outer
  /// one has no such member.
  ///
  /// - Parameter key: the name, in lower case.
  /// - Returns: the objects.
  package func all(with key: String) -> [JSONObject] {
    var found: [JSONObject] = []
    for object in outermost { Self.collect(.object(object), key, into: &found) }
    return found
  }

  /// Adds the objects with the member.
  ///
  /// The reader limits their depth.
  private static func collect(_ value: JSONValue, _ key: String, into found: inout [JSONObject]) {
    if let object = value.objectValue {
      if !object.values(named: key).isEmpty {
        found.append(object)
        return
      }
      for member in object { collect(member.value, key, into: &found) }
    }
    for item in value.arrayValue ?? [] { collect(item, key, into: &found) }
  }
}

extension JSONObject {
  /// Returns the values of the members with this name, in any case and with any blanks around it.
  func values(named key: String) -> [JSONValue] {
    if let value = self[key] {
      // The usual case needs no search, but another spelling beside it may contradict it.
      return [value] + filter { $0.key != key && Self.isSame($0.key, key) }.map(\.value)
    }
    return filter { Self.isSame($0.key, key) }.map(\.value)
  }

  private static func isSame(_ spelling: String, _ key: String) -> Bool {
    spelling.utf8.count <= key.utf8.count + 8
      && spelling.lowercased().filter { !$0.isWhitespace } == key
  }
}

/// A tag around a model's thoughts: `<think>`, `</think>`, or another common word.
private struct ThoughtTag {
  let isClosing: Bool

  private static let words = ["think", "thinking", "thought", "thoughts", "reasoning"]

  /// Reads the tag whose `<` is at a position, or returns `nil` if it is another text.
  init?(_ bytes: [UInt8], at start: Int) {
    var place = start + 1
    isClosing = place < bytes.count && bytes[place] == UInt8(ascii: "/")
    if isClosing { place += 1 }
    let word = bytes[place...].prefix(10).prefix { (0x41...0x5a).contains($0 & 0xdf) }
    guard bytes[word.endIndex...].first == UInt8(ascii: ">"),
      Self.words.contains(String(decoding: word, as: UTF8.self).lowercased())
    else { return nil }
  }
}
