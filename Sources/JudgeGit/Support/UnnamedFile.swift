internal import CLibgit2
internal import SystemPackage

/// A file without a name that is gone when it is closed.
enum UnnamedFile {
  /// A file that holds some bytes, open at its beginning: the standard input of a program.
  ///
  /// A program may end without reading its input. A pipe would then break, and SIGPIPE would end
  /// this process; a file avoids that. The file is in memory, so reading works even on a full disk.
  ///
  /// - Throws: if there is no memory left and no space in the folder for temporary files.
  static func holding(_ bytes: [UInt8]) throws -> FileDescriptor {
    let file = try open()
    do {
      _ = try file.writeAll(bytes)
      try file.seek(offset: 0, from: .start)
      return file
    } catch {
      try? file.close()
      throw error
    }
  }

  private static func open() throws -> FileDescriptor {
    let memory = judge_memory_file("git-judge")
    if memory >= 0 { return FileDescriptor(rawValue: memory) }
    let folder = FilePath(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")
    var generator = SystemRandomNumberGenerator()
    let path = folder.appending("git-judge-\(generator.next() as UInt64)")
    let file = try FileDescriptor.open(
      path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec],
      permissions: [.ownerRead, .ownerWrite])
    _ = unlink(path.string)
    return file
  }
}
