internal import CLibgit2

/// Answers whether a pack holds objects from its index file, reading a few small pieces of it.
///
/// Format: version 2 of git's `Documentation/gitformat-pack`: magic, 256 running counts by first
/// byte, then the sorted ids.
struct PackIndexFile {
  private static let idsStart = 8 + 256 * 4

  /// How many objects the pack holds.
  let objectCount: Int
  /// Those of the objects asked for that are in it.
  let found: [ObjectID]

  /// Returns nil if the file does not exist or is not of version 2.
  init?(path: String, lookingFor ids: [ObjectID]) {
    let descriptor = judge_open(path, O_RDONLY, 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let head = Self.read(descriptor, at: 0, count: Self.idsStart)
    guard head.starts(with: [0xFF, 0x74, 0x4F, 0x63, 0, 0, 0, 2]), head.count == Self.idsStart
    else { return nil }
    let counts = (0..<256).map { index in
      head[(8 + index * 4)..<(12 + index * 4)].reduce(0) { $0 << 8 | Int($1) }
    }
    objectCount = counts[255]
    found = ids.filter { id in
      let first = Int(id.high >> 56)
      let start = first == 0 ? 0 : counts[first - 1]
      return Self.contains(descriptor, id, from: start, to: counts[first])
    }
  }

  private static func contains(_ descriptor: Int32, _ id: ObjectID, from start: Int, to end: Int)
    -> Bool
  {
    guard end > start else { return false }
    let ids = read(descriptor, at: idsStart + start * 20, count: (end - start) * 20)
    return ids.withUnsafeBytes { raw in
      stride(from: 0, to: raw.count / 20 * 20, by: 20).contains { offset in
        ObjectID(raw: UnsafeRawBufferPointer(rebasing: raw[offset..<(offset + 20)])) == id
      }
    }
  }

  private static func read(_ descriptor: Int32, at offset: Int, count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { target, done in
      while done < count {
        let got = pread(
          descriptor, target.baseAddress?.advanced(by: done), count - done, off_t(offset + done))
        if got < 0, judge_errno() == EINTR { continue }
        guard got > 0 else { return }
        done += got
      }
    }
  }
}
