internal import CLibgit2

/// A temporary file without a name: whatever happens to the process, nothing is left behind.
struct Spool: ~Copyable {
  private let folder: String
  private var descriptor: Int32 = -1
  private(set) var size = 0

  /// The file is opened by the first `append`.
  init(in folder: String) { self.folder = folder }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Opens a file and removes its name at once.
  private mutating func open() throws(GitError) {
    var template = Array("\(folder)/tmp_judge_XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw GitError(.io, "no temporary file in \(folder): \(systemMessage())")
    }
    unlink(template)
  }

  mutating func append(_ bytes: [UInt8]) throws(GitError) {
    if descriptor < 0 { try open() }
    var done = 0
    while done < bytes.count {
      let written = bytes.withUnsafeBytes { raw in
        write(descriptor, raw.baseAddress?.advanced(by: done), raw.count - done)
      }
      if written < 0 && judge_errno() == EINTR { continue }
      guard written > 0 else { throw GitError(.io, "writing a pack: \(systemMessage())") }
      done += written
    }
    size += bytes.count
  }

  /// The bytes from an offset, at most a megabyte; empty at the end.
  func read(at offset: Int) throws(GitError) -> [UInt8] {
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: min(1 << 20, size - offset)) { target, count in
      repeat {
        let got = pread(descriptor, target.baseAddress, target.count, off_t(offset))
        failed = got < 0
        count = max(got, 0)
      } while failed && judge_errno() == EINTR
    }
    guard !failed else { throw GitError(.io, "reading back a pack: \(systemMessage())") }
    return bytes
  }
}

/// The system's words for the last failed call.
func systemMessage() -> String { String(cString: strerror(judge_errno())) }
