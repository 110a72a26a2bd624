/// The answer of `git cat-file --batch` about one name.
package enum ObjectAnswer: Sendable, Hashable {
  /// An object and its bytes.
  case object(ObjectKind, [UInt8])
  /// An object without its bytes: they were not asked for, or are more than were asked for.
  case unread(ObjectKind, size: Int)
  /// The object is not in the repository.
  case missing
}

/// Takes the answers of `git cat-file --batch` out of its output, however that is cut.
struct AnswerReader {
  private let limit: Int
  private let hasBytes: Bool
  /// Bytes of an answer that is not complete yet.
  private var buffer: [UInt8] = []
  private var start = 0
  /// The object whose bytes are being read.
  private var open: (kind: ObjectKind, size: Int)?
  /// Bytes to read past: the rest of a large object, with its line feed.
  private var skipped = 0

  /// - Parameters:
  ///   - limit: the largest object that is kept, in bytes. Larger objects are skipped.
  ///   - hasBytes: whether answers have bytes. With `--batch-check` they do not.
  init(limit: Int, hasBytes: Bool = true) {
    self.limit = limit
    self.hasBytes = hasBytes
  }

  /// The end of git's line about a name without an object.
  private static let misses: Set<String> = [
    "missing", "ambiguous", "submodule", "dangling", "loop", "notdir",
  ]

  /// Adds output, and gives the answers that are complete with it to a closure.
  ///
  /// - Throws: `program` if git writes what is not an answer.
  mutating func read(
    _ bytes: ArraySlice<UInt8>, _ each: (ObjectAnswer) throws(GitError) -> Void
  ) throws(GitError) {
    var bytes = bytes
    if skipped > 0 {
      let count = min(skipped, bytes.count)
      skipped -= count
      bytes = bytes.dropFirst(count)
    }
    buffer.append(contentsOf: bytes)
    while let answer = try next() { try each(answer) }
    // Remove the answered bytes once, not after each answer.
    buffer.removeFirst(start)
    start = 0
  }

  private mutating func next() throws(GitError) -> ObjectAnswer? {
    if open == nil {
      guard let end = buffer[start...].firstIndex(of: 0x0a) else { return nil }
      let words = buffer[start..<end].split(separator: UInt8(ascii: " "))
        .map { String(decoding: $0, as: UTF8.self) }
      start = end + 1
      if let word = words.last, Self.misses.contains(word) { return .missing }
      guard words.count == 3, let kind = ObjectKind(words[1]), let size = Int(words[2]), size >= 0
      else { throw GitError(.program, "git cat-file answered \(words.joined(separator: " "))") }
      guard hasBytes else { return .unread(kind, size: size) }
      guard size <= limit else {
        let here = min(buffer.count - start, size + 1)
        start += here
        skipped = size + 1 - here
        return .unread(kind, size: size)
      }
      open = (kind, size)
    }
    guard let (kind, size) = open, buffer.count - start > size else { return nil }
    let bytes = Array(buffer[start..<(start + size)])
    start += size + 1
    open = nil
    return .object(kind, bytes)
  }
}
