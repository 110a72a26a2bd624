/// A text that no description, log or error shows.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The text itself.
  let value: String

  /// Wraps a text.
  public init(_ value: String) { self.value = value }

  /// Three dots.
  public var description: String { "•••" }
  /// Three dots.
  public var debugDescription: String { "•••" }
  /// No children.
  public var customMirror: Mirror { Mirror(self, children: []) }

  /// A text with this secret blanked out, for servers that echo what they were sent.
  func blanked(in text: String) -> String {
    // A key is long; blanking a short text would eat ordinary words.
    guard value.utf8.count >= 8 else { return text }
    var result = ""
    var rest = Substring(text)
    while let start = rest.indices.first(where: { rest[$0...].hasPrefix(value) }) {
      result += rest[..<start] + "•••"
      rest = rest[start...].dropFirst(value.count)
    }
    return result + rest
  }
}
