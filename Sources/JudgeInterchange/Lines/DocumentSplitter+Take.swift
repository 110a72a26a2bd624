#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

extension DocumentSplitter {
  /// Takes one document per line.
  mutating func takeLines(_ rest: inout ArraySlice<UInt8>, _ documents: inout [Document]) {
    while let end = Self.lineEnd(rest) {
      keepLine(rest[..<end], &documents)
      if !isPassing, !buffer.allSatisfy(JSONSpace.contains) {
        documents.append(Document(line: line, bytes: buffer))
      }
      buffer = []
      isPassing = false
      line += 1
      rest = rest[(end + 1)...]
    }
    keepLine(rest, &documents)
    rest = []
  }

  /// Keeps a part of a line, unless the line is too long.
  ///
  /// A line that is too long is reported at once.
  private mutating func keepLine(_ bytes: ArraySlice<UInt8>, _ documents: inout [Document]) {
    guard !isPassing, keep(bytes) else { return }
    isPassing = true
    documents.append(Document(line: line, bytes: [], isTooLong: true))
  }

  /// Returns the position of the next line break, by the C library, as a line may have a gigabyte.
  private static func lineEnd(_ bytes: ArraySlice<UInt8>) -> Int? {
    bytes.withUnsafeBytes { raw in
      guard let start = raw.baseAddress, let found = memchr(start, 0x0a, raw.count) else {
        return nil
      }
      return bytes.startIndex + (UnsafeRawPointer(found) - start)
    }
  }

  /// Takes documents that extend over several lines.
  mutating func takeDocuments(_ rest: inout ArraySlice<UInt8>, _ documents: inout [Document]) {
    var start = rest.startIndex
    for index in rest.indices {
      let byte = rest[index]
      if byte == UInt8(ascii: "\n") { line += 1 }
      let isBetween = nesting.isClosed
      if isBetween, buffer.isEmpty, index == start {
        if JSONSpace.contains(byte) {
          start = index + 1
          continue
        }
        startLine = line
      }
      nesting.take(byte)
      let isEnd = nesting.closes(with: byte)
      // A text that is not a document ends at the end of its line, so that it does not affect the
      // next lines.
      guard isEnd || (isBetween && byte == UInt8(ascii: "\n")) else { continue }
      emit(rest[start...index], &documents)
      start = index + 1
      if isEnded { break }
    }
    if !isEnded { keepPart(rest[start...], &documents) }
    rest = []
  }

  /// Takes the members of an array, and of others that follow it.
  mutating func takeMembers(_ rest: inout ArraySlice<UInt8>, _ documents: inout [Document]) {
    var start = rest.startIndex
    for index in rest.indices {
      let byte = rest[index]
      if !isInArray {
        if JSONSpace.contains(byte) {
          if byte == UInt8(ascii: "\n") { line += 1 }
        } else if byte == UInt8(ascii: "[") {
          isInArray = true
        } else {
          // Text after an array is reported instead of silently ignored.
          form = .lines
          rest = rest[index...]
          return
        }
        start = index + 1
        continue
      }
      if byte == UInt8(ascii: "\n") { line += 1 }
      if nesting.isClosed {
        let isEmpty = buffer.isEmpty && index == start
        if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") {
          if !isEmpty { emit(rest[start..<index], &documents) }
          if isEnded { break }
          if byte == UInt8(ascii: "]") { isInArray = false }
          start = index + 1
          continue
        }
        if isEmpty, JSONSpace.contains(byte) {
          start = index + 1
          continue
        }
        if isEmpty { startLine = line }
      }
      nesting.take(byte)
      guard nesting.closes(with: byte) else { continue }
      emit(rest[start...index], &documents)
      start = index + 1
      if isEnded { break }
    }
    if !isEnded { keepPart(rest[start...], &documents) }
    rest = []
  }

  private mutating func emit(_ bytes: ArraySlice<UInt8>, _ documents: inout [Document]) {
    guard keepPart(bytes, &documents) else { return }
    documents.append(Document(line: startLine, bytes: buffer))
    buffer = []
  }

  /// Keeps a part of a document; one that is too long ends the file.
  ///
  /// - Returns: whether it was kept.
  @discardableResult
  private mutating func keepPart(
    _ bytes: ArraySlice<UInt8>, _ documents: inout [Document]
  ) -> Bool {
    guard keep(bytes) else { return true }
    documents.append(Document(line: startLine, bytes: [], isTooLong: true))
    form = .ended
    return false
  }
}
