extension DocumentSplitter {
  /// Takes one document a line.
  mutating func takeLines(_ rest: inout ArraySlice<UInt8>, _ documents: inout [Document]) {
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      buffer += rest[..<end]
      if !buffer.allSatisfy(JSONSpace.contains) {
        documents.append(Document(line: line, bytes: buffer))
      }
      buffer = []
      line += 1
      rest = rest[(end + 1)...]
    }
    buffer += rest
    rest = []
  }

  /// Takes documents that go over several lines.
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
      // What is no document ends with its line, so that it takes nothing else along.
      guard isEnd || (isBetween && byte == UInt8(ascii: "\n")) else { continue }
      emit(rest[start...index], &documents)
      start = index + 1
    }
    buffer += rest[start...]
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
          // Whatever follows an array is not left out without a word.
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
    }
    buffer += rest[start...]
    rest = []
  }

  private mutating func emit(_ bytes: ArraySlice<UInt8>, _ documents: inout [Document]) {
    buffer += bytes
    documents.append(Document(line: startLine, bytes: buffer))
    buffer = []
  }
}
