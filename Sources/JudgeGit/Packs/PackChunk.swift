internal import CLibdeflate

/// Objects on their way into a pack: raw bytes end to end, deflated together on another core.
struct PackChunk: Sendable {
  private struct Item: Sendable {
    var kind: ObjectKind
    var size: Int
  }

  /// A chunk is handed on once it holds this many raw bytes: some 0.02 s of deflating.
  static let fullSize = 1 << 20

  /// The fastest level that finds matches.
  ///
  /// On records of 400 B to 5 KB level 6 takes 1.4 to 1.8 times as long and saves 0 to 4 % of the
  /// space.
  private static let level: Int32 = 1

  private var bytes: [UInt8] = []
  private var items: [Item] = []

  var rawSize: Int { bytes.count }
  var isEmpty: Bool { items.isEmpty }
  var count: Int { items.count }
  var isFull: Bool { bytes.count >= Self.fullSize }

  mutating func append(_ kind: ObjectKind, _ object: UnsafeRawBufferPointer) {
    if bytes.capacity == 0 { bytes.reserveCapacity(min(Self.fullSize * 5 / 4, 64 << 10)) }
    bytes.append(contentsOf: object)
    items.append(Item(kind: kind, size: object.count))
  }

  /// A blob that no other pack has, as a pack entry.
  static func mark() throws(GitError) -> [UInt8] {
    let text = "git-judge \(UInt64.random(in: 0 ... .max))\n"
    var chunk = PackChunk()
    Array(text.utf8).withUnsafeBytes { chunk.append(.blob, $0) }
    return try chunk.deflated()
  }

  /// The pack entries: each a header of kind and size, then the object as a zlib stream.
  func deflated() throws(GitError) -> [UInt8] {
    guard let compressor = libdeflate_alloc_compressor(Self.level) else {
      throw GitError(.io, "no memory for compressing a pack")
    }
    defer { libdeflate_free_compressor(compressor) }
    let worst = items.reduce(0) {
      $0 + 10 + libdeflate_zlib_compress_bound(compressor, $1.size)
    }
    return [UInt8](unsafeUninitializedCapacity: worst) { target, written in
      bytes.withUnsafeBytes { source in
        var start = 0
        for item in items {
          written += Self.writeHeader(item, target, written)
          let input = UnsafeRawBufferPointer(rebasing: source[start..<(start + item.size)])
          let room = UnsafeMutableBufferPointer(rebasing: target[written...])
          written += libdeflate_zlib_compress(
            compressor, input.baseAddress, input.count, room.baseAddress, room.count)
          start += item.size
        }
      }
    }
  }

  /// Three bits of kind and four of size in the first byte, then seven bits of size a byte, the
  /// lowest first; the top bit says that another byte follows (git's `Documentation/gitformat-pack`).
  private static func writeHeader(
    _ item: Item, _ target: UnsafeMutableBufferPointer<UInt8>, _ position: Int
  ) -> Int {
    var rest = item.size >> 4
    var byte = item.kind.rawValue << 4 | UInt8(item.size & 15)
    var count = 0
    while rest > 0 {
      target[position + count] = byte | 0x80
      byte = UInt8(rest & 0x7F)
      rest >>= 7
      count += 1
    }
    target[position + count] = byte
    return count + 1
  }
}
