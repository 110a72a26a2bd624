import JudgeJSON

/// The address of a person, or the id of another source, compared by bytes.
///
/// Swift compares texts by canonical equivalence: `é` as one character equals `é` as two, and the
/// Kelvin sign equals `K`. Git, `ssh-keygen` and a list of signers compare bytes. If an address
/// were equal for one of them and not for another, somebody could use a name without its key. All
/// code that decides about trust therefore compares addresses by this type.
public struct Address: Hashable, Comparable, Sendable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  /// The text with its original bytes.
  public let text: String

  /// Wraps a text.
  public init(_ text: some StringProtocol) { self.text = String(text) }

  /// Wraps a string literal.
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
