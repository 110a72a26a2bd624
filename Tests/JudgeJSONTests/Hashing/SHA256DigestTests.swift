import JudgeJSON
import Testing

@Suite struct SHA256DigestTests {
  /// FIPS 180-4 examples.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func knownAnswers(text: String, hex: String) throws {
    let bytes = Array(text.utf8)
    let digest = SHA256Digest.hash(bytes)
    #expect(digest.hex == hex)
    #expect(SHA256Digest.hash(bytes[...]) == digest)
    #expect(SHA256Digest.hash(utf8: text) == digest)
    #expect(bytes.withUnsafeBytes { SHA256Digest.hash($0) } == digest)
    #expect(SHA256Digest(hex: hex) == digest)
    #expect(SHA256Digest(bytes: digest.bytes) == digest)
    #expect("\(digest)" == hex)
  }

  @Test func piecesHashAsTheWhole() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
    var hasher = SHA256Hasher()
    for start in stride(from: 0, to: bytes.count, by: 77) {
      hasher.update(bytes[start..<min(start + 77, bytes.count)].span)
    }
    #expect(hasher.finalize() == SHA256Digest.hash(bytes))
  }

  @Test(arguments: [
    "", "ba78", String(repeating: "0", count: 63), String(repeating: "0", count: 65),
    String(repeating: "A", count: 64), String(repeating: "g", count: 64),
    String(repeating: "0", count: 63) + "é", String(repeating: "0", count: 63) + " ",
  ])
  func refusesOtherSpellings(hex: String) {
    #expect(SHA256Digest(hex: hex) == nil)
  }

  @Test func ordersAsItsDigits() {
    let digests = (0..<200).map { SHA256Digest.hash(utf8: "\($0)") }
    #expect(digests.sorted().map(\.hex) == digests.map(\.hex).sorted())
    #expect(SHA256Digest(bytes: [1, 2, 3]) == nil)
  }
}
