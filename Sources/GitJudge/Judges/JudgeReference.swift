import JudgeWork

/// How a person names a judge: `NAME`, `NAME@v3`, `NAME@v3:hash8`, `NAME@alias`, a hash prefix.
public struct JudgeReference: Hashable, Sendable {
  /// Which version of a name.
  public enum Selector: Hashable, Sendable {
    /// The greatest number.
    case latest
    /// A number, and the digits that its body's hash must begin with.
    case version(Int, pin: String?)
    /// An alias such as `production`.
    case alias(String)
  }

  /// The name; for a hash prefix the prefix.
  public let name: String
  /// Which version.
  public let selector: Selector

  /// Reads a reference.
  ///
  /// - Parameter text: as typed.
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

  /// Whether the name could be the beginning of a body's hash.
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
