/// The form of a commit's header: whether git's own commands would have written it, and who it
/// names if not.
package enum CommitForm {
  /// The most bytes of a commit or tag: nobody writes so long a message.
  package static let largest = 1 << 20

  /// Finds the fault in a commit's header.
  ///
  /// - Parameter bytes: the object's bytes.
  /// - Returns: the field and its fault, or `nil` if every git reads the header the same way.
  package static func complaint(_ bytes: some Collection<UInt8>) -> String? {
    guard bytes.count <= largest else { return "it is larger than \(largest >> 20) MiB" }
    let lines = lines(Array(bytes))
    guard lines.isComplete else { return "its header has no line feed at its end" }
    for key in ["tree", "author", "committer"] {
      let count = lines.all.count { $0.key == key }
      if count == 0 { return "it has no \(key)" }
      if count > 1 { return "it has more than one \(key)" }
    }
    let order = lines.all.map(\.key).drop { $0 == "tree" }.drop { $0 == "parent" }
    guard lines.all.first?.key == "tree", order.starts(with: ["author", "committer"]),
      !order.contains("parent")
    else { return "its header is not in the order tree, parents, author, committer" }
    for line in lines.all.dropFirst() {
      if line.key == "author" || line.key == "committer" {
        if let complaint = complaint(person: line.value) { return "its \(line.key) \(complaint)" }
      } else if line.key == "parent", ObjectID(hexBytes: line.value) == nil {
        return "its parent is not an object's name"
      }
    }
    return nil
  }

  private static func complaint(person line: ArraySlice<UInt8>) -> String? {
    guard address(line) != nil else { return "has no e-mail address in angle brackets" }
    guard Signature(line: line) != nil else {
      return "has no date of seconds and time zone, such as 1764000000 +0100"
    }
    return nil
  }

  /// The address in a line `name <address> date`, or `nil` if programs may read the line
  /// differently.
  private static func address(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let open = line.firstIndex(of: UInt8(ascii: "<")),
      let close = line.firstIndex(of: UInt8(ascii: ">")), open < close, !line.contains(0),
      line.lastIndex(of: UInt8(ascii: "<")) == open,
      line.lastIndex(of: UInt8(ascii: ">")) == close
    else { return nil }
    return line[(open + 1)..<close]
  }

  /// The person of the only line of a key.
  ///
  /// A line that programs may read differently, and one of several, names nobody: its address is
  /// empty. A date that cannot be read is the beginning of 1970.
  static func person(_ key: String, in lines: Lines) -> Signature {
    let found = lines.all.filter { $0.key == key }
    guard found.count == 1, let line = found.first?.value, let address = address(line) else {
      return Signature(name: "", email: "", seconds: 0)
    }
    if let good = Signature(line: line) { return good }
    var name = line[..<(address.startIndex - 1)]
    while name.last == UInt8(ascii: " ") { name.removeLast() }
    return Signature(
      name: String(decoding: name, as: UTF8.self), email: String(decoding: address, as: UTF8.self),
      seconds: 0)
  }

  /// The lines of a header.
  struct Lines {
    var all: [(key: String, value: ArraySlice<UInt8>)] = []
    /// The start of the message.
    var message: Int
    /// Whether the last line ends in a line feed.
    var isComplete = true
  }

  /// Reads a header; lines that continue others are passed over.
  static func lines(_ bytes: [UInt8]) -> Lines {
    var found = Lines(message: bytes.count)
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
      let line = bytes[start..<(end ?? bytes.count)]
      if end == nil { found.isComplete = false }
      start = (end ?? bytes.count - 1) + 1
      if line.isEmpty {
        found.message = start
        break
      }
      if line.first == UInt8(ascii: " ") { continue }
      let space = line.firstIndex(of: UInt8(ascii: " ")) ?? line.endIndex
      found.all.append(
        (String(decoding: line[..<space], as: UTF8.self), line[space...].dropFirst()))
    }
    return found
  }
}
