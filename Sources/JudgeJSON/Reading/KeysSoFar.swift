/// The keys of an object while it is read: whether they ascend, and their positions if they do not.
///
/// Canonical texts have ascending keys, so positions are kept only after a key is out of order.
struct KeysSoFar {
  /// The position of the key in the text, without its quotation marks.
  struct Place {
    let start: Int
    let end: Int
  }

  private var ascending = true
  private var last = Place(start: 0, end: 0)
  private var lastIsPlain = false
  private var offsets: [Int] = []

  /// Records a key that is about to be appended to `members`.
  ///
  /// - Returns: `false` if it equals the last key. Other duplicates are found by `sorted`.
  mutating func append(
    _ key: String, at place: Place, after members: [JSONObject.Member], _ bytes: Span<UInt8>
  ) -> Bool {
    // Every escape is longer than the character it represents.
    let plain = key.utf8.count == place.end - place.start
    defer {
      last = place
      lastIsPlain = plain
    }
    if ascending, !members.isEmpty {
      let order =
        plain && lastIsPlain
        ? KeyOrder.compare(
          bytes.extracting(last.start..<last.end), bytes.extracting(place.start..<place.end))
        : KeyOrder.compare(members[members.count - 1].key, key)
      if order == 0 { return false }
      if order > 0 {
        ascending = false
        offsets = [Int](repeating: 0, count: members.count)
      }
    }
    if !ascending { offsets.append(place.start - 1) }
    return true
  }

  /// Returns the members in order.
  ///
  /// - Throws: the fault of the first key in the text that repeats an earlier one.
  func sorted(_ members: [JSONObject.Member]) throws(Fault) -> [JSONObject.Member] {
    if ascending { return members }
    // The sort is stable: of equal keys, the one that is later in the text stays later.
    let order = members.indices.sorted {
      KeyOrder.precedes(members[$0].key, members[$1].key)
    }
    let repeated = zip(order, order.dropFirst())
      .filter { Bytewise.equal(members[$0].key, members[$1].key) }
      .map { $1 }
    if let first = repeated.min() {
      throw Fault(kind: .duplicateKey(members[first].key), offset: offsets[first])
    }
    return order.map { members[$0] }
  }
}
