import JudgeJSON
import JudgeTestSupport
import Testing

/// Random values, random spellings and damaged texts.
@Suite struct FuzzTests {
  @Test func whatIsWrittenReadsBack() throws {
    let seed: UInt64 = 1
    var random = RandomJSON(seed: seed)
    for _ in 0..<1500 {
      let value = random.value()
      let bytes = value.canonicalBytes()
      let read = try JSONValue(parsing: bytes)
      let same =
        read == value && read.hashValue == value.hashValue && read.canonicalBytes() == bytes
      let pretty = try JSONValue(parsing: value.prettyText()) == value
      if same, pretty, verifyFailure(bytes) == nil { continue }
      Issue.record("seed \(seed): \(value)")
    }
  }

  @Test func anySpellingGivesTheSameValue() throws {
    let seed: UInt64 = 2
    var random = RandomJSON(seed: seed)
    for _ in 0..<1500 {
      let value = random.value()
      let text = random.spelling(of: value)
      let canonical = value.canonicalBytes() == Array(text.utf8)
      let same = try JSONValue(parsing: text) == value
      if same, (verifyFailure(text) == nil) == canonical { continue }
      Issue.record("seed \(seed): \(text)")
    }
  }

  /// Damage by one to four edits; half of the texts are canonical, half freely spelled.
  @Test(arguments: [3, 4, 5, 6] as [UInt64])
  func damagedTextsNeverMislead(seed: UInt64) {
    var random = RandomJSON(seed: seed)
    for round in 0..<2500 {
      let value = random.value(depth: 3)
      var bytes =
        round % 2 == 0 ? value.canonicalBytes() : Array(random.spelling(of: value).utf8)
      for _ in 0...random.below(4) { random.damage(&bytes) }
      check(bytes, "seed \(seed), round \(round): \(bytes)")
    }
  }

  @Test func everyPrefixOfAnObjectIsRefused() {
    let seed: UInt64 = 9
    var random = RandomJSON(seed: seed)
    for _ in 0..<60 {
      let text: JSONValue = ["a": random.value(depth: 2), "é": [random.value(depth: 2)]]
      let bytes = text.canonicalBytes()
      for end in bytes.indices {
        let prefix = Array(bytes[..<end])
        if failure(prefix) == nil || verifyFailure(prefix) == nil {
          Issue.record("seed \(seed): accepted \(String(decoding: prefix, as: UTF8.self))")
        }
      }
    }
  }

  private func check(_ bytes: [UInt8], _ comment: @autoclosure () -> String) {
    let verified = verifyFailure(bytes) == nil
    guard let value = try? JSONValue(parsing: bytes) else {
      if verified { Issue.record("verified, not read: \(comment())") }
      return
    }
    let canonical = value.canonicalBytes()
    if verified != (canonical == bytes) { Issue.record("verify differs: \(comment())") }
    if (try? JSONValue(parsing: canonical)) != value {
      Issue.record("no fixed point: \(comment())")
    }
    if verifyFailure(canonical) != nil { Issue.record("own form refused: \(comment())") }
    if let (repaired, repairs) = try? JSONValue.parseRepairing(bytes) {
      if repaired != value || repairs.count != 0 { Issue.record("repaired: \(comment())") }
    } else {
      Issue.record("not repaired: \(comment())")
    }
  }
}

extension RandomJSON {
  /// Changes, removes, inserts, copies or moves some bytes.
  fileprivate mutating func damage(_ bytes: inout [UInt8]) {
    let pieces = [
      "\\u", "\"", "\\", "1e", "e+", "-", "0", ".", "{", "}", "[", "]", ",", ":", "null", "\u{1}",
      "é", "\\ud83d", "\\n", "00000000000000000000", "9007199254740993", " ", "\u{1F600}", "1",
    ]
    guard !bytes.isEmpty else { return bytes = Array(pieces[below(pieces.count)].utf8) }
    let place = below(bytes.count)
    switch below(7) {
    case 0: bytes[place] = UInt8(truncatingIfNeeded: below(256))
    case 1: bytes.remove(at: place)
    case 2: bytes.insert(contentsOf: pieces[below(pieces.count)].utf8, at: place)
    case 3: bytes[place] ^= 1 << UInt8(below(8))
    case 4: bytes.removeSubrange(place..<min(bytes.count, place + below(8)))
    case 5: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + below(12))], at: place)
    default: bytes.swapAt(place, below(bytes.count))
    }
  }
}
