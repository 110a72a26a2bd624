import Foundation
import Glibc

/// Reads standard input line by line, with any bytes in its lines.
struct LineInput {
  /// A line as read.
  enum Line: Equatable {
    case text(String)
    /// A line with more bytes than an answer can have; its bytes are discarded.
    case tooLong
  }

  /// The maximum size of an answer in bytes, which is the maximum of a record.
  static let longestLine = 1 << 20

  private var pending: [UInt8] = []
  /// The index of the next line's start in `pending`.
  private var place = 0
  private var hasEnded = false

  /// Returns the next line without its line break, or `nil` at the end.
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

  /// Returns the index of the next line break in the bytes read.
  private func lineEnd() -> Int? {
    pending.withUnsafeBytes { raw in
      guard place < raw.count, let start = raw.baseAddress else { return nil }
      return memchr(start + place, 0x0a, raw.count - place).map {
        UnsafeRawPointer($0) - start
      }
    }
  }

  /// Waits for more bytes.
  ///
  /// Returns `false` at the end of the input.
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
