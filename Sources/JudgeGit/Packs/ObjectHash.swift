internal import CLibcrypto

/// SHA-1 of objects and packs.
enum ObjectHash {
  /// The id that git gives to an object of this kind with these bytes.
  static func id(_ kind: ObjectKind, _ bytes: UnsafeRawBufferPointer) -> ObjectID {
    var context = clibcrypto_sha1_init()
    let name = kind.name
    clibcrypto_sha1_update(&context, name.utf8Start, name.utf8CodeUnitCount)
    withDecimal(bytes.count) { clibcrypto_sha1_update(&context, $0.baseAddress, $0.count) }
    clibcrypto_sha1_update(&context, bytes.baseAddress, bytes.count)
    return finish(&context)
  }

  /// A space, the digits of a number, and NUL, as they stand in an object's header.
  private static func withDecimal(_ number: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    withUnsafeTemporaryAllocation(byteCount: 24, alignment: 1) { buffer in
      var position = 23
      buffer[position] = 0
      var rest = number
      repeat {
        position -= 1
        buffer[position] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
      } while rest > 0
      position -= 1
      buffer[position] = UInt8(ascii: " ")
      body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[position...]))
    }
  }

  fileprivate static func finish(_ context: inout clibcrypto_sha1) -> ObjectID {
    var digest: (UInt64, UInt64, UInt32) = (0, 0, 0)
    return withUnsafeMutableBytes(of: &digest) { target in
      if let start = target.baseAddress?.assumingMemoryBound(to: UInt8.self) {
        clibcrypto_sha1_final(&context, start)
      }
      return ObjectID(raw: UnsafeRawBufferPointer(target))
    }
  }
}

/// SHA-1 over bytes that come piece by piece: the check sum at the end of a pack.
struct RunningHash {
  private var context = clibcrypto_sha1_init()

  mutating func add(_ bytes: [UInt8]) { clibcrypto_sha1_update(&context, bytes, bytes.count) }

  mutating func finish() -> ObjectID { ObjectHash.finish(&context) }
}

extension ObjectID {
  /// The id that git gives to a blob of these bytes; nothing is written.
  package init(ofBlob bytes: [UInt8]) {
    self = bytes.withUnsafeBytes { ObjectHash.id(.blob, $0) }
  }
}
