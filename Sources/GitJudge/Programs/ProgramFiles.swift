import FoundationEssentials
import JudgeJSON

/// The files that a command names, with the SHA-256 of their bytes.
///
/// A file is named by a word of the command (`./check.sh`), by the value of an option
/// (`--rules=rules.json`, `-frules.awk`, `@rules`), within a shell's command (`sh -c
/// './check.sh'`), as a Python module (`python3 -m checks.tone`) or by its folder (`python3
/// checks`, `node app`). Files that the program opens on its own are not included.
struct ProgramFiles: Hashable, Sendable {
  /// SHA-256 in hexadecimal digits, by the path as the command has it.
  private(set) var digests: [String: String] = [:]

  /// The paths, sorted.
  var paths: [String] { digests.keys.sorted() }

  /// Files with known hashes.
  init(_ digests: [String: String] = [:]) { self.digests = digests }

  /// Hashes the files that some commands name.
  ///
  /// - Parameters:
  ///   - commands: programs with their arguments.
  ///   - folder: the folder in which they run, the top of the work tree. If `nil`, the current
  ///     folder. Files outside the folder belong to the machine and are left out.
  init(namedBy commands: [[String]], in folder: String?) {
    for command in commands {
      for path in Self.candidates(command) where Self.isInside(path, folder) {
        if let digest = Self.digest(path, in: folder) { digests[path] = digest }
      }
    }
  }

  /// The first path whose file has changed.
  ///
  /// - Parameter folder: the folder in which the program runs.
  /// - Returns: a path whose file has changed or is gone, or `nil` if all files are unchanged.
  func changed(in folder: String?) -> String? {
    paths.first { Self.digest($0, in: folder) != digests[$0] }
  }

  /// The first path of others that is not among these.
  func missing(of others: ProgramFiles) -> String? { others.paths.first { digests[$0] == nil } }

  /// Both; these win.
  func merging(_ others: ProgramFiles) -> ProgramFiles {
    ProgramFiles(digests.merging(others.digests) { own, _ in own })
  }

  /// The words of a command that may be a path.
  static func candidates(_ command: [String]) -> [String] {
    var found: [String] = []
    for (place, word) in command.enumerated() {
      // A program without a slash is looked for on the PATH.
      if place > 0 || word.contains("/") { found.append(word) }
      if word.hasPrefix("@") { found.append(String(word.dropFirst())) }
      if word.hasPrefix("-"), !word.hasPrefix("--") { found.append(String(word.dropFirst(2))) }
      for file in defaultFiles where place > 0 && !word.isEmpty { found.append("\(word)/\(file)") }
      if let equals = word.firstIndex(of: "=") {
        found.append(String(word[word.index(after: equals)...]))
      }
      if word.utf8.contains(where: { $0 <= 0x20 || shellMarks.contains($0) }) {
        found += word.utf8.split { $0 <= 0x20 || shellMarks.contains($0) }
          .map { String(decoding: $0, as: UTF8.self) }
      }
      if word == "-m", place + 1 < command.count { found += modules(command[place + 1]) }
    }
    return found.filter { !$0.isEmpty && !$0.utf8.contains(0) }
  }

  /// The files of a Python module: its own, and the packages' that it is in.
  private static func modules(_ name: String) -> [String] {
    let parts = name.split(separator: ".").map(String.init)
    let path = parts.joined(separator: "/")
    return [path + ".py", path + "/__main__.py"]
      + parts.indices.map { parts[...$0].joined(separator: "/") + "/__init__.py" }
  }

  /// The files that interpreters run if their argument is a folder.
  private static let defaultFiles = ["__main__.py", "index.js", "package.json"]

  private static let shellMarks = Set("\"'`;&|()<>{}$".utf8)

  /// Whether a path is inside a folder, as written or after its links are resolved.
  private static func isInside(_ path: String, _ folder: String?) -> Bool {
    guard path.hasPrefix("/") else { return true }
    let top = URL(filePath: folder ?? ".").standardizedFileURL
    let tops = [top.path, top.resolvingSymlinksInPath().path]
    let url = URL(filePath: path).standardizedFileURL
    return [url.path, url.resolvingSymlinksInPath().path].contains { path in
      tops.contains { path.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/") }
    }
  }

  /// The SHA-256 of a file below a folder, or `nil` if the file does not exist.
  static func digest(_ path: String, in folder: String?) -> String? {
    let full = path.hasPrefix("/") ? path : (folder ?? ".") + "/" + path
    var isFolder = false
    guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), !isFolder,
      let data = FileManager.default.contents(atPath: full)
    else { return nil }
    return SHA256Digest.hash(Array(data)).hex
  }
}
