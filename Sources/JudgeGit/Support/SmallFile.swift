internal import CLibgit2

/// Whole small files: the few lines that git-judge keeps beside the repository.
package enum SmallFile {
  /// The bytes of a file; nil if there is none.
  package static func read(_ path: String) throws(GitError) -> [UInt8]? {
    let descriptor = judge_open(path, O_RDONLY, 0)
    if descriptor < 0, judge_errno() == ENOENT { return nil }
    guard descriptor >= 0 else { throw failure("reading", path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = CLibgit2.read(descriptor, &buffer, buffer.count)
      if count < 0, judge_errno() == EINTR { continue }
      guard count >= 0 else { throw failure("reading", path) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  /// Whether a file exists at a path.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Gives a file another name on the same disk, in the place of what is there.
  package static func move(_ path: String, to target: String) -> Bool { rename(path, target) == 0 }

  /// Appends bytes by one system call, creating the file if need be.
  static func append(_ bytes: [UInt8], to path: String) throws(GitError) {
    let descriptor = judge_open(path, O_WRONLY | O_APPEND | O_CREAT, 0o666)
    guard descriptor >= 0 else { throw failure("writing", path) }
    defer { close(descriptor) }
    guard write(descriptor, bytes, bytes.count) == bytes.count else {
      throw failure("writing", path)
    }
  }

  /// Creates a file that must not be there yet; false if it is.
  static func create(_ path: String, _ bytes: [UInt8]) throws(GitError) -> Bool {
    let descriptor = judge_open(path, O_WRONLY | O_CREAT | O_EXCL, 0o666)
    if descriptor < 0, judge_errno() == EEXIST { return false }
    guard descriptor >= 0 else { throw failure("writing", path) }
    defer { close(descriptor) }
    guard write(descriptor, bytes, bytes.count) == bytes.count else {
      throw failure("writing", path)
    }
    return true
  }

  /// Writes a new file and puts it in the place of the old one in one step.
  ///
  /// It does not wait for the disk: after a power cut the file may be the old one.
  package static func replace(_ path: String, with bytes: [UInt8]) throws(GitError) {
    let draft = "\(path).\(getpid())"
    unlink(draft)
    guard try create(draft, bytes) else { throw failure("writing", draft) }
    guard rename(draft, path) == 0 else { throw failure("replacing", path) }
  }

  private static func failure(_ doing: String, _ path: String) -> GitError {
    GitError(.io, "\(doing) \(path): \(systemMessage())")
  }
}
