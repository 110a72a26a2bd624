/// A key, a token or a password of this machine.
///
/// It cannot be printed, interpolated, reflected, encoded, compared or hashed, so it cannot get
/// into a log, error or record by accident. Only ``reveal(_:)`` gives its text to the code that
/// sends it.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The placeholder for a secret in all text that is shown or stored.
  package static let mark = "«secret»"

  /// The reason why a text is not a valid secret.
  ///
  /// The message does not contain the text.
  package enum Fault: String, Error, Sendable {
    case lineBreak = "a line break"
    case control = "a control character"
    case blank = "a blank at its beginning or end"
    case foreign = "a character that no key has (only printable ASCII characters may stand in it)"
  }

  private let text: String

  /// Wraps a text.
  public init(_ text: String) { self.text = text }

  /// Passes the text to code that needs it, such as the header of a request.
  package func reveal<Result>(_ use: (String) throws -> Result) rethrows -> Result {
    try use(text)
  }

  /// Returns this secret with a prefix, such as `Bearer `.
  package func with(prefix: String) -> Secret { Secret(prefix + text) }

  /// Whether it looks random, so that texts do not contain it by chance: at least 16 bytes, with
  /// letters and digits.
  package var looksRandom: Bool {
    text.utf8.count >= 16 && text.utf8.contains(where: Scan.isLetter)
      && text.utf8.contains(where: Scan.isDigit)
  }

  /// Whether it is empty.
  package var isEmpty: Bool { text.isEmpty }

  /// Returns the reason why a key must not be sent.
  ///
  /// - Parameter text: a key, as in a variable or a file.
  /// - Returns: the fault, or `nil` for printable ASCII without blanks at its ends.
  package static func fault(ofKey text: String) -> Fault? {
    if let fault = fault(ofHeader: text) { return fault }
    let bytes = text.utf8
    return bytes.contains { !(0x20...0x7e).contains($0) } ? .foreign : nil
  }

  /// Returns the reason why a text must not be sent as a header's value, or as a part of one.
  ///
  /// - Parameter text: any text.
  /// - Returns: the fault, or `nil` for text without control characters and without blanks at its
  ///   ends.
  package static func fault(ofHeader text: String) -> Fault? {
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0a, 0x0d, 0x85, 0x2028, 0x2029: return .lineBreak
      case 0..<0x20, 0x7f...0x9f: return .control
      default:
        let category = scalar.properties.generalCategory
        if category == .format || category == .control { return .control }
      }
    }
    let ends = [text.unicodeScalars.first, text.unicodeScalars.last]
    return ends.contains { $0?.properties.isWhitespace ?? false } ? .blank : nil
  }

  /// The placeholder instead of the text.
  public var description: String { Self.mark }
  /// The placeholder instead of the text.
  public var debugDescription: String { Self.mark }
  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
