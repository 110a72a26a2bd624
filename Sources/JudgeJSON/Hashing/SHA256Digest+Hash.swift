import CLibcrypto

extension SHA256Digest {
  /// Returns the hash of bytes.
  public static func hash(_ bytes: [UInt8]) -> SHA256Digest {
    hash(bytes.span)
  }

  /// Returns the hash of bytes.
  public static func hash(_ bytes: ArraySlice<UInt8>) -> SHA256Digest {
    hash(bytes.span)
  }

  /// Returns the hash of the UTF-8 bytes of a text.
  public static func hash(utf8 text: String) -> SHA256Digest {
    hash(text.utf8.span)
  }

  /// Returns the hash of bytes.
  public static func hash(_ bytes: Span<UInt8>) -> SHA256Digest {
    var hasher = SHA256Hasher()
    hasher.update(bytes)
    return hasher.finalize()
  }

  /// Returns the hash of bytes.
  public static func hash(_ bytes: UnsafeRawBufferPointer) -> SHA256Digest {
    var hasher = SHA256Hasher()
    unsafe hasher.update(bytes)
    return hasher.finalize()
  }
}

/// Computes the SHA-256 of bytes that arrive in pieces.
package struct SHA256Hasher {
  private var context = clibcrypto_sha256_init()

  /// Creates a hasher without bytes.
  package init() {}

  /// Adds bytes.
  package mutating func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  /// Adds bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    unsafe clibcrypto_sha256_update(&context, bytes.baseAddress, bytes.count)
  }

  /// Returns the hash of all added bytes.
  package consuming func finalize() -> SHA256Digest {
    var digest = (0 as UInt64, 0 as UInt64, 0 as UInt64, 0 as UInt64)
    unsafe withUnsafeMutableBytes(of: &digest) { raw in
      unsafe raw.withMemoryRebound(to: UInt8.self) { bytes in
        if let start = bytes.baseAddress { unsafe clibcrypto_sha256_final(&context, start) }
      }
    }
    return SHA256Digest(
      words: (
        UInt64(bigEndian: digest.0), UInt64(bigEndian: digest.1), UInt64(bigEndian: digest.2),
        UInt64(bigEndian: digest.3)
      ))
  }
}
