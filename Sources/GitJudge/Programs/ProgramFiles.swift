import FoundationEssentials
import JudgeJSON

/// The files that a command names, with the SHA-256 of their bytes.
///
/// ``CommandFiles`` finds them. Files that a program opens on its own are not included.
struct ProgramFiles: Hashable, Sendable {
  /// SHA-256 in hexadecimal digits, by the path as in the command.
  private(set) var digests: [String: String] = [:]

  /// The paths, sorted.
  var paths: [String] { digests.keys.sorted() }

  /// Creates the files from known hashes.
  init(_ digests: [String: String] = [:]) { self.digests = digests }

  /// Hashes the files that some commands name.
  ///
  /// - Parameters:
  ///   - commands: programs with their arguments.
  ///   - folder: the folder in which they run, the top of the work tree. If `nil`, the current
  ///     folder. Files outside the folder belong to the machine and are left out.
  ///   - path: the folders in which programs without a slash are looked up, as in `PATH`.
  init(
    namedBy commands: [[String]], in folder: String?,
    path: String = ProcessInfo.processInfo.environment["PATH"] ?? ""
  ) {
    let tree = WorkTree(folder ?? ".")
    for command in commands {
      for file in CommandFiles(command, in: tree, path: path).paths {
        if let digest = Self.digest(file, in: folder) { digests[file] = digest }
      }
    }
    // A script's first line names its interpreter, which may be in the work tree too.
    for file in paths {
      guard let words = Self.interpreter(of: file, in: folder) else { continue }
      for found in CommandFiles(words, in: tree, path: path).paths where digests[found] == nil {
        if let digest = Self.digest(found, in: folder) { digests[found] = digest }
      }
    }
  }

  /// Returns the first path whose file has changed.
  ///
  /// - Parameter folder: the folder in which the program runs.
  /// - Returns: a path whose file has changed or is gone, or `nil` if all files are unchanged.
  func changed(in folder: String?) -> String? {
    paths.first { Self.digest($0, in: folder) != digests[$0] }
  }

  /// Returns the first path of other files that is not among these.
  func missing(of others: ProgramFiles) -> String? { others.paths.first { digests[$0] == nil } }

  /// Returns the union of these and other files; for a path in both, this hash counts.
  func merging(_ others: ProgramFiles) -> ProgramFiles {
    ProgramFiles(digests.merging(others.digests) { own, _ in own })
  }

  /// Returns the words of a script's first line after `#!`, or `nil` if the line does not start so.
  private static func interpreter(of path: String, in folder: String?) -> [String]? {
    guard let start = FileManager.default.contents(atPath: full(path, folder))?.prefix(256),
      start.starts(with: "#!".utf8)
    else { return nil }
    let line = start.dropFirst(2).prefix { $0 != 0x0a }
    return String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
      .map(String.init)
  }

  private static func full(_ path: String, _ folder: String?) -> String {
    path.hasPrefix("/") ? path : (folder ?? ".") + "/" + path
  }

  /// Returns the SHA-256 of a file in a folder, or `nil` if the file does not exist.
  static func digest(_ path: String, in folder: String?) -> String? {
    let full = full(path, folder)
    var isFolder = false
    guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), !isFolder,
      let data = FileManager.default.contents(atPath: full)
    else { return nil }
    return SHA256Digest.hash(Array(data)).hex
  }
}
