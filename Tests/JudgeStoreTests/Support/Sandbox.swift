import FoundationEssentials
import JudgeGit
import JudgeStore

#if canImport(Glibc)
  import Glibc
#endif

/// A folder for one test, deleted afterwards, with repositories in it.
final class Sandbox: Sendable {
  let path: String

  init() throws {
    _ = Self.isolated
    path = Self.root + "/judge-store-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  private static let root = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"

  /// An empty home for this process and all that it starts; libgit2 looks once, at its start.
  private static let isolated: Void = {
    let home = root + "/judge-store-home"
    try? FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    setenv("HOME", home, 1)
    setenv("XDG_CONFIG_HOME", home, 1)
    unsetenv("XDG_CACHE_HOME")
    setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1)
    setenv("GIT_CONFIG_SYSTEM", "/dev/null", 1)
  }()

  static let environment = [
    "HOME": root + "/judge-store-home", "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
    "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
  ]

  private static let committer = [
    "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.com",
    "GIT_EDITOR": "true", "GIT_ALLOW_PROTOCOL": "file",
  ]

  /// Runs git in a folder of the sandbox, without the configuration of the machine.
  @discardableResult
  func git(
    _ arguments: String..., in folder: String = "", input: String = "",
    accepting: Set<Int32>? = [0]
  ) async throws -> String {
    let done = try await GitProgram(in: path + "/" + folder, variables: Self.committer).run(
      arguments, input: Array(input.utf8), accepting: accepting)
    return done.text.trimmingSuffix("\n")
  }

  /// The exit status of git.
  func status(_ arguments: String..., in folder: String = "") async throws -> Int32 {
    try await GitProgram(in: path + "/" + folder, variables: Self.committer).run(
      arguments, accepting: nil
    ).status
  }

  /// Every object readable and acceptable to the strictest check that git has.
  func strictFsck(_ folder: String = "store") async throws -> String {
    let done = try await GitProgram(in: path + "/" + folder, variables: Self.committer).run(
      ["fsck", "--full", "--strict", "--no-dangling", "--no-progress"], accepting: nil)
    let said = (done.text + done.errorText).split(separator: "\n")
    let found = said.filter { !$0.hasPrefix("notice:") }.joined(separator: "\n")
    return done.status == 0 ? found : "\(done.status): \(found)"
  }

  /// Opens the store of a folder of the sandbox.
  func open(
    _ folder: String = "store", branch: String? = nil, variables: [String: String] = [:]
  ) async throws -> RecordStore {
    try await RecordStore.open(
      at: path + "/" + folder, branch: branch,
      environment: Self.environment.merging(variables) { $1 })
  }

  /// A repository with an initialised store in it.
  func store(_ folder: String = "store", bare: Bool = false) async throws -> RecordStore {
    try await makeRepository(folder, bare: bare)
    let store = try await open(folder)
    _ = try await store.initialize()
    return store
  }

  func makeRepository(_ folder: String = "store", bare: Bool = false) async throws {
    if bare {
      try await git("init", "-q", "--bare", "-b", "main", folder)
    } else {
      try await git("init", "-q", "-b", "main", folder)
    }
  }

  /// Writes a small file below the sandbox.
  func write(_ text: String, to file: String) throws {
    let target = path + "/" + file
    let folder = String(target[..<(target.lastIndex(of: "/") ?? target.endIndex)])
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: target))
  }

  func text(of file: String) -> String? {
    FileManager.default.contents(atPath: path + "/" + file).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  func exists(_ file: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + file) }
}

extension String {
  func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}

extension Sandbox {
  static func remove(_ file: String) throws { try FileManager.default.removeItem(atPath: file) }
}

extension Sandbox {
  func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)
  }
}
