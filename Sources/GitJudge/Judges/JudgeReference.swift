import JudgeWork

/// A reference to a judge: `NAME`, `NAME@v3`, `NAME@v3:hash8`, `NAME@alias`, or a hash prefix.
public struct JudgeReference: Hashable, Sendable {
  /// The selection of a version of a name.
  public enum Selector: Hashable, Sendable {
    /// The version with the greatest number.
    case latest
    /// The version with a number; its body's hash must begin with the digits of `pin`.
    case version(Int, pin: String?)
    /// The version with an alias such as `production`.
    case alias(String)
  }

  /// The name, or the prefix if the reference is a hash prefix.
  public let name: String
  /// The selected version.
  public let selector: Selector

  /// Reads a reference.
  ///
  /// - Parameter text: the reference as typed.
  /// - Throws: `JudgeFailure` with code `usage` for an empty name, number or alias.
  public init(_ text: String) throws {
    guard let at = text.lastIndex(of: "@") else {
      guard !text.isEmpty else { throw Self.bad(text) }
      name = text
      selector = .latest
      return
    }
    name = String(text[..<at])
    let rest = text[text.index(after: at)...]
    guard !name.isEmpty, !rest.isEmpty else { throw Self.bad(text) }
    let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let digits = parts[0].dropFirst()
    if parts[0].first == "v", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(digits), number > 0
    {
      let pin = parts.count == 2 ? String(parts[1]).lowercased() : nil
      if let pin {
        guard pin.count >= 4, pin.allSatisfy(\.isHexDigit) else {
          throw JudgeFailure(
            .usage, "the pin \"\(pin)\" in \(text) must be at least 4 hexadecimal digits")
        }
      }
      selector = .version(number, pin: pin)
    } else {
      selector = .alias(String(rest))
    }
  }

  /// Whether the name could be a prefix of a body's hash.
  var mayBeHash: Bool {
    selector == .latest && (4...64).contains(name.utf8.count)
      && name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  private static func bad(_ text: String) -> JudgeFailure {
    JudgeFailure(
      .usage, "\"\(text)\" names no judge",
      remedy: "write NAME, NAME@v3, NAME@v3:hash8, NAME@alias or a hash prefix")
  }
}
