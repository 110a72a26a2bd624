import FoundationEssentials
import JudgeGit

/// A folder for one test, deleted afterwards, with repositories in it.
final class Sandbox: Sendable {
  let path: String

  init() throws {
    let root = environmentVariable("TMPDIR") ?? "/tmp"
    path = "\(root)/judge-git-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Runs git in the sandbox without the configuration of the machine.
  @discardableResult
  func git(
    _ arguments: String..., in folder: String = "", input: [UInt8] = [],
    accepting: Set<Int32>? = [0]
  ) async throws -> GitProgram.Output {
    try await GitProgram(in: path + "/" + folder, variables: Self.variables).run(
      arguments, input: input, accepting: accepting)
  }

  /// Makes a bare repository and returns its path.
  func bareRepository(_ name: String = "store.git") async throws -> String {
    try await git("init", "-q", "--bare", "-b", "judge", name)
    return path + "/" + name
  }

  /// Every object readable and acceptable to the strictest check that git has.
  func fsck(_ name: String = "store.git") async throws -> String {
    let done = try await git(
      "fsck", "--full", "--strict", "--no-dangling", "--no-progress", in: name, accepting: nil)
    let said = (done.text + done.errorText).split(separator: "\n")
    let found = said.filter { !$0.hasPrefix("notice:") }.joined(separator: "\n")
    return done.status == 0 ? found : "\(done.status): \(found)"
  }

  static let variables = [
    "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.com",
    "GIT_AUTHOR_DATE": "1700000000 +0000", "GIT_COMMITTER_DATE": "1700000000 +0000",
  ]
}

let ada = Signature(name: "Ada", email: "ada@example.com", seconds: 1_700_000_000)

func environmentVariable(_ name: String) -> String? {
  ProcessInfo.processInfo.environment[name]
}

/// How many cases a property test runs: `GIT_JUDGE_PROPERTY_RUNS`, else the number given.
func propertyRuns(_ usual: Int) -> Int {
  environmentVariable("GIT_JUDGE_PROPERTY_RUNS").flatMap { Int($0) } ?? usual
}

extension Sandbox {
  /// Writes a small file; the path is absolute.
  func write(_ text: String, to file: String) throws {
    try Data(text.utf8).write(to: URL(filePath: file))
  }

  func exists(_ file: String) -> Bool { FileManager.default.fileExists(atPath: file) }

  func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }
}

/// Whether the tests run as root, whom no permission stops.
let isRoot = ProcessInfo.processInfo.userName == "root"

extension Sandbox {
  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(path)/\(name)", withIntermediateDirectories: true)
  }

  func setAge(_ file: String, days: Double) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -86_400 * days)], ofItemAtPath: file)
  }

  func setWritable(_ file: String, _ isWritable: Bool) throws {
    try FileManager.default.setAttributes(
      [.posixPermissions: isWritable ? 0o755 : 0o555], ofItemAtPath: file)
  }
}
