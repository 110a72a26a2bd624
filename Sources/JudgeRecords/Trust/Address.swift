import JudgeJSON

/// The address of a person, or the id of another source: equal to another only if the bytes are.
///
/// Swift compares texts by canonical equivalence: `é` in one character and in two, or the Kelvin
/// sign and `K`, are one. Git, `ssh-keygen` and a list of signers compare bytes. An address that is
/// equal for one of them and not for the other would be somebody's name without their key, so
/// everything that decides about trust compares addresses by this type.
public struct Address: Hashable, Comparable, Sendable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  /// The text, with the bytes as they came.
  public let text: String

  /// Wraps a text.
  public init(_ text: some StringProtocol) { self.text = String(text) }

  /// Wraps a text that is written in a program.
  public init(stringLiteral text: String) { self.text = text }

  /// The text.
  public var description: String { text }

  /// Whether both addresses have the same bytes.
  public static func == (left: Address, right: Address) -> Bool {
    Bytewise.equal(left.text, right.text)
  }

  /// Orders by bytes.
  public static func < (left: Address, right: Address) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) { Bytewise.hash(text, into: &hasher) }
}
