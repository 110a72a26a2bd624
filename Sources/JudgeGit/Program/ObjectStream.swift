/// Objects of a repository one after the other, by one `git cat-file --batch`: git sees what libgit2
/// does not, the objects of a push in a hook, and one object at a time is held in memory.
package struct ObjectStream: Sendable {
  /// One object, or what was asked for and is not there.
  package struct Object {
    /// Its place among the names asked for.
    package let index: Int
    /// What it is; nil if it is not there.
    package let kind: ObjectKind?
    /// Its size in bytes.
    package let size: Int
    /// Its bytes; empty if they were not asked for.
    package let bytes: [UInt8]
  }

  private let git: GitProgram

  package init(_ git: GitProgram) { self.git = git }

  /// Kinds and sizes of objects, without reading them.
  ///
  /// - Parameters:
  ///   - names: ids, or paths in a commit such as `<commit>:owners`, without line breaks.
  ///   - visit: Called for each name in order.
  /// - Throws: `program`, `programMissing`, `io`, and what the closure throws.
  package func sizes(
    _ names: [String], _ visit: (Object) throws(GitError) -> Void
  ) async throws(GitError) {
    try await run(names, withBytes: false, visit)
  }

  /// Objects with their bytes.
  ///
  /// - Parameters:
  ///   - names: as for `sizes`; ask for the sizes first if they may be large.
  ///   - visit: Called for each name in order.
  /// - Throws: `program`, `programMissing`, `io`, and what the closure throws.
  package func read(
    _ names: [String], _ visit: (Object) throws(GitError) -> Void
  ) async throws(GitError) {
    try await run(names, withBytes: true, visit)
  }

  /// The objects as a list, for a few small ones.
  package func all(_ names: [String]) async throws(GitError) -> [Object] {
    var found: [Object] = []
    try await read(names) { object throws(GitError) in found.append(object) }
    return found
  }

  private func run(
    _ names: [String], withBytes: Bool, _ visit: (Object) throws(GitError) -> Void
  ) async throws(GitError) {
    guard !names.isEmpty else { return }
    var input: [UInt8] = []
    for name in names {
      input.append(contentsOf: name.utf8)
      input.append(UInt8(ascii: "\n"))
    }
    var reader = Reader(withBytes: withBytes)
    let format = "%(objecttype) %(objectsize)"
    try await git.stream(
      ["cat-file", withBytes ? "--batch=\(format)" : "--batch-check=\(format)", "--buffer"],
      input: input
    ) { piece throws(GitError) in try reader.read(piece, visit) }
    guard reader.index == names.count else {
      throw GitError(.program, "git cat-file ended before the last object")
    }
  }

  /// Takes the output apart, in whatever pieces it comes.
  private struct Reader {
    let withBytes: Bool
    var index = 0
    private var line: [UInt8] = []
    private var content: [UInt8] = []
    /// The object whose bytes are coming.
    private var current: (kind: ObjectKind, size: Int)?

    init(withBytes: Bool) { self.withBytes = withBytes }

    mutating func read(
      _ piece: UnsafeRawBufferPointer, _ visit: (Object) throws(GitError) -> Void
    ) throws(GitError) {
      var rest = piece[...]
      while !rest.isEmpty {
        guard let object = current else {
          let end = rest.firstIndex(of: UInt8(ascii: "\n"))
          line.append(contentsOf: rest[..<(end ?? rest.endIndex)])
          guard let end else { return }
          rest = rest[(end + 1)...]
          try head(visit)
          continue
        }
        // The bytes, then a line feed.
        let part = rest.prefix(object.size - content.count)
        content.append(contentsOf: part)
        rest = rest.dropFirst(part.count)
        guard content.count == object.size, !rest.isEmpty else { continue }
        rest = rest.dropFirst()
        current = nil
        try finish(object.kind, object.size, visit)
        content = []
      }
    }

    private mutating func head(_ visit: (Object) throws(GitError) -> Void) throws(GitError) {
      defer { line.removeAll(keepingCapacity: true) }
      let parts = line.split(separator: UInt8(ascii: " "))
      // For a missing object the name comes back, with a word such as `missing`.
      guard parts.count == 2,
        let kind = ObjectKind(String(decoding: parts[0], as: UTF8.self)),
        let size = Int(String(decoding: parts[1], as: UTF8.self))
      else { return try finish(nil, 0, visit) }
      guard withBytes else { return try finish(kind, size, visit) }
      current = (kind, size)
      content.reserveCapacity(size)
    }

    private mutating func finish(
      _ kind: ObjectKind?, _ size: Int, _ visit: (Object) throws(GitError) -> Void
    ) throws(GitError) {
      let object = Object(index: index, kind: kind, size: size, bytes: content)
      index += 1
      try visit(object)
    }
  }
}
