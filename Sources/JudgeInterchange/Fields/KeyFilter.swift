import JudgeJSON

/// Says fast that an object has no such key.
///
/// A line holds dozens of small objects, and most look-ups in them are for optional fields that
/// are not there. One bit for length and first byte spares nearly all of these a search.
struct KeyFilter {
  private var bits: UInt64 = 0

  init(_ object: JSONObject) {
    for index in object.indices { bits |= Self.bit(object[index].key) }
  }

  /// Whether the key may be there; `false` is certain.
  func mayHold(_ key: String) -> Bool { bits & Self.bit(key) != 0 }

  private static func bit(_ key: String) -> UInt64 {
    let bytes = key.utf8
    let first = UInt64(bytes.first ?? 0)
    return 1 << ((first &* 7 &+ UInt64(bytes.count) &* 5) & 63)
  }
}
