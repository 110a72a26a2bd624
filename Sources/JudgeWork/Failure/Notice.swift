/// Something that people should know although nothing failed, with what to do about it.
public struct Notice: Hashable, Sendable, CustomStringConvertible {
  /// What is so, for people.
  public let text: String
  /// What to do about it, or `nil` if there is nothing to suggest.
  public let remedy: Remedy?

  /// Creates a notice; credentials of URLs in its texts are blanked.
  public init(_ text: String, remedy: Remedy? = nil) {
    self.text = URLCredentials.blanked(in: text)
    self.remedy = remedy?.map { URLCredentials.blanked(in: $0) }
  }

  /// The text, followed by the remedy in words that belong to no interface.
  public var description: String { remedy.map { "\(text); \($0)" } ?? text }
}

extension Notice: ExpressibleByStringInterpolation {
  /// A notice without a remedy.
  public init(stringLiteral value: String) { self.init(value) }
}
