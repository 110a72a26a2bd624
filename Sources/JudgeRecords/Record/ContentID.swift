public import JudgeJSON

/// The identity of a record: the SHA-256 of its canonical bytes.
public struct ContentID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The digest.
  public let digest: SHA256Digest

  /// Wraps a digest.
  public init(_ digest: SHA256Digest) { self.digest = digest }

  /// Reads 64 lower-case hexadecimal digits; anything else is `nil`.
  public init?(hex: some StringProtocol) {
    guard let digest = SHA256Digest(hex: hex) else { return nil }
    self.digest = digest
  }

  /// Reads 64 lower-case hexadecimal digits; anything else is `nil`.
  public init?(hex: String) {
    guard let digest = SHA256Digest(hex: hex) else { return nil }
    self.digest = digest
  }

  /// Takes the 32 bytes of a digest, or returns `nil` for any other number of bytes.
  public init?(bytes: some Collection<UInt8>) {
    guard let digest = SHA256Digest(bytes: Array(bytes)) else { return nil }
    self.digest = digest
  }

  /// The identity of some bytes.
  public init(hashing bytes: [UInt8]) { self.digest = SHA256Digest.hash(bytes) }

  /// The identity as 64 lower-case hexadecimal digits.
  public var hex: String { digest.hex }

  /// Returns the first `count` hexadecimal digits.
  ///
  /// - Parameter count: the number of digits, 1 to 64.
  /// - Returns: the digits.
  public func prefix(_ count: Int) -> String { String(digest.hex.prefix(count)) }

  /// The 64 digits.
  public var description: String { hex }

  /// Orders by the digest's bytes, which is the order of the hexadecimal texts.
  public static func < (left: ContentID, right: ContentID) -> Bool { left.digest < right.digest }
}
