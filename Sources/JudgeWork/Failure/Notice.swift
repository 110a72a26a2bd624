/// A notice for people without a failure, with a remedy.
public struct Notice: Hashable, Sendable, CustomStringConvertible {
  /// The text of the notice, for people.
  public let text: String
  /// The remedy, or `nil` if there is nothing to suggest.
  public let remedy: Remedy?

  /// Creates a notice; credentials in URLs are blanked in its texts.
  public init(_ text: String, remedy: Remedy? = nil) {
    self.text = URLCredentials.blanked(in: text)
    self.remedy = remedy?.map { URLCredentials.blanked(in: $0) }
  }

  /// The text, followed by the remedy in words that are independent of any interface.
  public var description: String { remedy.map { "\(text); \($0)" } ?? text }
}

extension Notice: ExpressibleByStringInterpolation {
  /// Creates a notice without a remedy.
  public init(stringLiteral value: String) { self.init(value) }
}
