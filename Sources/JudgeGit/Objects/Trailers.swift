/// The trailers of a commit's or tag's message, by the rules of `git interpret-trailers --parse`: lines
/// `Token: value` in the last paragraph, which is not the title.
///
/// Stricter in one thing: a paragraph that has any other line has no trailers.
package struct Trailers: Hashable, Sendable {
  /// The trailers in their order.
  package private(set) var list: [(token: String, value: String)] = []

  /// Reads a message.
  ///
  /// - Parameter message: the text without a signature.
  package init(_ message: String) {
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
    var end = lines.count
    while end > 0, Self.isBlank(lines[end - 1]) { end -= 1 }
    var start = end
    while start > 0, !Self.isBlank(lines[start - 1]) { start -= 1 }
    // The first paragraph is the title.
    guard lines[..<start].contains(where: { !Self.isBlank($0) }) else { return }
    var found: [(token: String, value: String)] = []
    for line in lines[start..<end] {
      if line.first == " " || line.first == "\t", let last = found.popLast() {
        found.append((last.token, last.value + " " + Self.trimmed(line)))
        continue
      }
      guard let colon = line.firstIndex(of: ":") else { return }
      let token = line[..<colon]
      let isToken =
        !token.isEmpty
        && token.utf8.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
          default: false
          }
        }
      guard isToken else { return }
      found.append((String(token), Self.trimmed(line[line.index(after: colon)...])))
    }
    list = found
  }

  /// The values of a token, in their order.
  ///
  /// - Parameter token: case-sensitive, as we write it.
  package subscript(_ token: String) -> [String] {
    list.filter { $0.token == token }.map(\.value)
  }

  package static func == (left: Trailers, right: Trailers) -> Bool {
    left.list.map(\.token) == right.list.map(\.token)
      && left.list.map(\.value) == right.list.map(\.value)
  }

  package func hash(into hasher: inout Hasher) {
    for trailer in list {
      hasher.combine(trailer.token)
      hasher.combine(trailer.value)
    }
  }

  private static func isBlank(_ line: Substring) -> Bool {
    line.utf8.allSatisfy { $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0d) }
  }

  private static func trimmed(_ line: Substring) -> String {
    var text = line
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" || text.last == "\r" { text.removeLast() }
    return String(text)
  }
}
