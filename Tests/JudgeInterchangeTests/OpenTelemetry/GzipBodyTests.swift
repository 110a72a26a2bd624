import CLibdeflate
import JudgeTestSupport
import Testing

@testable import JudgeInterchange

/// Compressed bodies, and those that are no such thing.
@Suite struct GzipBodyTests {
  /// Bytes as a gzip member.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    guard let compressor = libdeflate_alloc_compressor(6) else { return [] }
    defer { libdeflate_free_compressor(compressor) }
    let room = libdeflate_gzip_compress_bound(compressor, bytes.count)
    return [UInt8](unsafeUninitializedCapacity: room) { target, count in
      count = bytes.withUnsafeBytes { source in
        libdeflate_gzip_compress(
          compressor, source.baseAddress, source.count, target.baseAddress, room)
      }
    }
  }

  @Test("Bodies of any size, in one member or several", arguments: [0, 1, 5000, 3_000_000])
  func round(_ size: Int) throws {
    var random = SeededGenerator(seed: UInt64(size))
    let bytes = (0..<size).map { _ in UInt8(random.below(3)) }
    let packed = Self.gzip(bytes)
    #expect(try GzipBody.inflated(packed) == bytes)
    let other = Self.gzip(Array("end".utf8))
    #expect(try GzipBody.inflated(packed + other) == bytes + Array("end".utf8))
    #expect(try GzipBody.inflated(other + packed) == Array("end".utf8) + bytes)
  }

  @Test("A body that becomes too large is refused, whatever size it claims")
  func bomb() throws {
    var packed = Self.gzip([UInt8](repeating: 0, count: 10_000_000))
    #expect(packed.count < 20_000)
    #expect(try GzipBody.inflated(packed, limit: 10_000_000).count == 10_000_000)
    #expect(throws: OTLPError.self) { try GzipBody.inflated(packed, limit: 9_999_999) }
    for claim in [0, 0xFF] as [UInt8] {
      packed.replaceSubrange((packed.count - 4)..., with: [claim, claim, claim, claim])
      #expect(throws: OTLPError.self) { try GzipBody.inflated(packed, limit: 1_000_000) }
    }
    do throws(OTLPError) {
      _ = try GzipBody.inflated(Self.gzip([UInt8](repeating: 0, count: 2000)), limit: 1000)
    } catch { #expect(error.isTooLarge) }
  }

  @Test("A body of very many members is refused at once")
  func members() throws {
    let member = Self.gzip([1])
    let body = (0..<100_000).flatMap { _ in member }
    #expect(throws: OTLPError.self) { try GzipBody.inflated(body) }
    #expect(try GzipBody.inflated((0..<100).flatMap { _ in member }).count == 100)
  }

  @Test("Damaged bodies are errors")
  func damaged() {
    let packed = Self.gzip(Array("hello hello hello".utf8))
    for bytes in [[], [0x1F], Array("plain".utf8), Array(packed.dropLast()), packed + [0]] {
      #expect(throws: OTLPError.self) { try GzipBody.inflated(bytes) }
    }
  }
}
