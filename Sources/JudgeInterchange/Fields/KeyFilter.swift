import JudgeJSON

/// A fast test for the absence of a key in an object.
///
/// A line holds dozens of small objects, and most look-ups in them are for optional fields that
/// do not exist. One bit for length and first byte avoids nearly all of these searches.
struct KeyFilter {
  private var bits: UInt64 = 0

  init(_ object: JSONObject) {
    for index in object.indices { bits |= Self.bit(object[index].key) }
  }

  /// Returns whether the key may exist; `false` is certain.
  func mayHold(_ key: String) -> Bool { bits & Self.bit(key) != 0 }

  private static func bit(_ key: String) -> UInt64 {
    let bytes = key.utf8
    let first = UInt64(bytes.first ?? 0)
    return 1 << ((first &* 7 &+ UInt64(bytes.count) &* 5) & 63)
  }
}
