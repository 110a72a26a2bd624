import Foundation
import Glibc

/// Standard input line by line, whatever its lines have.
struct LineInput {
  /// A line as it came.
  enum Line: Equatable {
    case text(String)
    /// It has more bytes than an answer can; nothing of it was kept.
    case tooLong
  }

  /// The most bytes of an answer: a record has no more.
  static let longestLine = 1 << 20

  private var pending: [UInt8] = []
  /// The start of the next line in `pending`.
  private var place = 0
  private var hasEnded = false

  /// The next line without its line break, or `nil` at the end.
  mutating func next() -> Line? {
    var line: [UInt8] = []
    var isTooLong = false
    while true {
      let end = lineEnd()
      let part = pending[place..<(end ?? pending.count)]
      if !isTooLong, line.count + part.count <= Self.longestLine {
        line += part
      } else {
        isTooLong = true
        line = []
      }
      place = end.map { $0 + 1 } ?? pending.count
      if end != nil { break }
      guard read() else {
        if line.isEmpty, !isTooLong { return nil }
        break
      }
    }
    if line.last == 0x0d { line.removeLast() }
    return isTooLong ? .tooLong : .text(String(decoding: line, as: UTF8.self))
  }

  /// The place of the next line break in what was read.
  private func lineEnd() -> Int? {
    pending.withUnsafeBytes { raw in
      guard place < raw.count, let start = raw.baseAddress else { return nil }
      return memchr(start + place, 0x0a, raw.count - place).map {
        UnsafeRawPointer($0) - start
      }
    }
  }

  /// Waits for more.
  ///
  /// Returns `false` at the end.
  private mutating func read() -> Bool {
    guard !hasEnded else { return false }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(0, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        hasEnded = true
        return false
      }
      pending = Array(buffer.prefix(count))
      place = 0
      return true
    }
  }
}
