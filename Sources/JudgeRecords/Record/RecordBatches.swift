/// Splits lists that do not fit in one record.
package enum RecordBatches {
  /// The maximum total size of the items of one record in bytes.
  ///
  /// It is well under the record's limit, with room for all other fields.
  package static let mostBytes = Record.maximumSize - (1 << 17)

  /// Splits a list, keeping its order.
  ///
  /// The same items always give the same batches. An item that is too long for a record becomes a
  /// batch of its own, which cannot be written.
  ///
  /// - Parameters:
  ///   - items: the list.
  ///   - mostItems: the maximum number of items in a batch.
  ///   - size: the bytes of an item in canonical JSON.
  /// - Returns: the batches, none of them empty.
  package static func split<Item>(
    _ items: [Item], mostItems: Int = .max, size: (Item) -> Int
  ) -> [[Item]] {
    var batches: [[Item]] = []
    var start = items.startIndex
    var bytes = 0
    for place in items.indices {
      // The comma after it counts too.
      let next = size(items[place]) + 1
      if place > start, place - start == mostItems || bytes + next > mostBytes {
        batches.append(Array(items[start..<place]))
        (start, bytes) = (place, 0)
      }
      bytes += next
    }
    if start < items.endIndex { batches.append(Array(items[start...])) }
    return batches
  }
}
