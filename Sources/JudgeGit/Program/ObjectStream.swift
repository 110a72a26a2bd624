/// Objects of a repository one after the other, by one `git cat-file --batch`: git sees what libgit2
/// does not, the objects of a push in a hook, and one object at a time is held in memory.
package struct ObjectStream: Sendable {
  /// One object, or what was asked for and is not there.
  package struct Object {
    /// Its place among the names asked for.
    package let index: Int
    /// The kind of object, or nil if it does not exist.
    package let kind: ObjectKind?
    /// Its size in bytes.
    package let size: Int
    /// Its bytes, or empty if they were not requested.
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
    var reader = AnswerReader(limit: .max, hasBytes: withBytes)
    var index = 0
    try await git.stream(
      ["cat-file", withBytes ? "--batch" : "--batch-check", "--buffer"],
      input: GitProgram.lines(names)
    ) { piece throws(GitError) in
      try reader.read(Array(piece)[...]) { answer throws(GitError) in
        defer { index += 1 }
        let object: Object
        switch answer {
        case .object(let kind, let bytes):
          object = Object(index: index, kind: kind, size: bytes.count, bytes: bytes)
        case .unread(let kind, let size):
          object = Object(index: index, kind: kind, size: size, bytes: [])
        case .missing: object = Object(index: index, kind: nil, size: 0, bytes: [])
        }
        try visit(object)
      }
    }
    guard index == names.count else {
      throw GitError(.program, "git cat-file ended before the last object")
    }
  }
}
