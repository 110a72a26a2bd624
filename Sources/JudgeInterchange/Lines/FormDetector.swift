/// Detects the sequence of documents from the first bytes of a file.
///
/// A file that begins with `[` is an array. A file whose first line leaves a bracket open holds
/// documents over several lines, unless the next line begins with `{`: then only the first line is
/// broken, and the others must not be affected. Any other file has one document per line.
struct FormDetector: Sendable {
  private enum State { case start, space, firstLine, afterFirstLine }

  private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

  private var state = State.start
  /// The number of bytes examined.
  private var index = 0
  private var nesting = Nesting()

  /// The form to use if the bytes so far do not decide it and more of them cannot be kept.
  var likeliest: DocumentSplitter.Form { state == .afterFirstLine ? .documents : .lines }

  /// Examines all bytes so far; a byte order mark is removed.
  ///
  /// - Parameter bytes: the bytes from the start of the file.
  /// - Returns: the form, or `unknown` if more bytes are needed.
  mutating func look(at bytes: inout [UInt8]) -> DocumentSplitter.Form {
    if state == .start {
      if bytes.starts(with: Self.byteOrderMark) {
        bytes.removeFirst(Self.byteOrderMark.count)
      } else if Self.byteOrderMark.starts(with: bytes) {
        return .unknown
      }
      state = .space
    }
    while index < bytes.count {
      let byte = bytes[index]
      switch state {
      case .start, .space:
        if byte == UInt8(ascii: "[") { return .array }
        if !JSONSpace.contains(byte) {
          state = .firstLine
          nesting.take(byte)
        }
      case .firstLine:
        nesting.take(byte)
        if byte == UInt8(ascii: "\n") {
          guard nesting.isOpen else { return .lines }
          state = .afterFirstLine
        }
      case .afterFirstLine:
        if byte == UInt8(ascii: "{"), bytes[index - 1] == UInt8(ascii: "\n") { return .lines }
        if !JSONSpace.contains(byte) { return .documents }
      }
      index += 1
    }
    return .unknown
  }
}
