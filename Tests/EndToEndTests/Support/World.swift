import Foundation
import JudgeTestSupport

/// One test's machine: a home, a user and an environment of its own.
struct World: Sendable {
  let folder: TemporaryFolder
  private let home: URL

  /// Makes a world whose user is Ann.
  init(email: String = "ann@example.com") throws {
    folder = try TemporaryFolder("git-judge-e2e")
    home = folder.file("home")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    let settings = """
      [user]
      \tname = Ann
      \temail = \(email)
      [init]
      \tdefaultBranch = main
      [protocol "file"]
      \tallow = always

      """
    try Data(settings.utf8).write(to: home.appendingPathComponent(".gitconfig"))
  }

  /// A world as another one was left: a copy of its folder, in which files name the new place.
  init(copying other: World) throws {
    folder = try TemporaryFolder("git-judge-e2e")
    home = folder.file("home")
    let files = FileManager.default
    for name in try files.contentsOfDirectory(atPath: other.folder.path) {
      try files.copyItem(at: other.folder.file(name), to: folder.file(name))
    }
    // Settings, hooks, work trees and what was noted about packs hold absolute paths, and all
    // folders' names are equally long. Objects are compressed and hold none.
    let (old, new) = (Data(other.folder.path.utf8), Data(folder.path.utf8))
    let tree = files.enumerator(at: folder.url, includingPropertiesForKeys: [.isRegularFileKey])
    while let file = tree?.nextObject() as? URL {
      if file.lastPathComponent == "objects" { tree?.skipDescendants() }
      guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true,
        var data = files.contents(atPath: file.path)
      else { continue }
      var isChanged = false
      while let place = data.range(of: old) {
        data.replaceSubrange(place, with: new)
        isChanged = true
      }
      // Into the same file, which keeps its permissions.
      guard isChanged else { continue }
      let handle = try FileHandle(forWritingTo: file)
      try handle.write(contentsOf: data)
      try handle.close()
    }
  }

  /// The environment of its programs, with nothing of the tester's own.
  var environment: [String: String] {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    return [
      "PATH": "\(Binary.folder):\(path)", "HOME": home.path,
      "XDG_CONFIG_HOME": home.appendingPathComponent(".config").path,
      "XDG_CACHE_HOME": home.appendingPathComponent(".cache").path,
      "GIT_CONFIG_GLOBAL": home.appendingPathComponent(".gitconfig").path,
      "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8", "TERM": "dumb", "TZ": "UTC",
    ]
  }

  /// A repository that is there.
  func repository(_ name: String = "reviews") -> Repository {
    Repository(self, at: folder.file(name))
  }

  /// Runs a program to its end.
  func run(
    _ program: String, _ arguments: [String], in place: URL? = nil,
    environment extra: [String: String] = [:], input: URL? = nil
  ) throws -> Outcome {
    try start(program, arguments, in: place, environment: extra, input: input).wait()
  }

  /// Starts a program.
  func start(
    _ program: String, _ arguments: [String], in place: URL? = nil,
    environment extra: [String: String] = [:], input: URL? = nil
  ) throws -> RunningProgram {
    try RunningProgram(
      program, arguments, in: place ?? folder.url,
      environment: environment.merging(extra) { _, new in new }, input: input)
  }

  /// Writes a file and gives its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let url = folder.file(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  /// Writes a file of JSON lines and gives its path.
  @discardableResult
  func write(_ name: String, lines: [JSON]) throws -> String {
    try write(name, lines.map { $0.line + "\n" }.joined())
  }
}
