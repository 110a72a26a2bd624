import Foundation
import JudgeTestSupport

/// A commit that somebody makes on the store's branch by plain git, without git-judge.
struct PlainCommit {
  /// Files to put in place, by path.
  var files: [String: String] = [:]
  /// Paths to take away.
  var removed: [String] = []
  var email = "eve@example.com"
  var message = "by hand"
  /// Other parents beside the branch.
  var others: [String] = []

  /// Puts a record at its place.
  ///
  /// - Parameters:
  ///   - kind: its kind.
  ///   - record: its members, without `kind` and `v`.
  /// - Returns: its hash.
  /// - Throws: nothing now; callers are tests.
  @discardableResult
  mutating func add(_ kind: String, _ record: [String: JSON]) throws -> String {
    var members = record
    members["kind"] = .text(kind)
    members["v"] = 1
    let text = Self.canonical(.object(members))
    let hash = SHA256Text.hash(text)
    let folder = ["spans", "verdicts"].contains(kind) ? kind : kind + "s"
    let isLarge = ["run", "trace", "spans", "assessment", "verdicts", "change"].contains(kind)
    let digits = Array(hash).map(String.init)
    let place =
      isLarge
      ? "\(folder)/\(digits[0])/\(digits[1])/\(digits[2])/\(hash.dropFirst(3)).json"
      : "\(folder)/\(hash).json"
    files[place] = text
    return hash
  }

  /// RFC 8785 of what tests write: members in the order of their UTF-16 units.
  static func canonical(_ value: JSON) -> String { value.line }

  /// Commits on a reference.
  ///
  /// - Parameters:
  ///   - repository: the repository.
  ///   - reference: the branch.
  /// - Returns: the commit.
  /// - Throws: if git fails.
  @discardableResult
  func commit(
    in repository: Repository, on reference: String = "refs/heads/judge"
  ) throws -> String {
    let world = repository.world
    let index = world.folder.file("index-\(UUID().uuidString)").path
    let variables = [
      "GIT_INDEX_FILE": index, "GIT_AUTHOR_EMAIL": email, "GIT_AUTHOR_NAME": "Somebody",
      "GIT_COMMITTER_EMAIL": email, "GIT_COMMITTER_NAME": "Somebody",
    ]
    func git(_ arguments: [String], input: URL? = nil) throws -> String {
      try world.run(
        "git", arguments, in: repository.url, environment: variables, input: input
      ).expecting(0).trimmed
    }
    _ = try git(["read-tree", reference])
    for (path, text) in files.sorted(by: { $0.key < $1.key }) {
      let file = URL(filePath: try world.write("blob-\(UUID().uuidString)", text))
      let blob = try git(["hash-object", "-w", "--stdin"], input: file)
      _ = try git(["update-index", "--add", "--cacheinfo", "100644,\(blob),\(path)"])
    }
    for path in removed { _ = try git(["rm", "-r", "-q", "--cached", "--", path]) }
    let tree = try git(["write-tree"])
    var arguments = ["commit-tree", tree, "-p", reference, "-m", message]
    for other in others { arguments += ["-p", other] }
    let commit = try git(arguments)
    _ = try git(["update-ref", reference, commit])
    return commit
  }
}

/// SHA-256 by the system's program, so that tests do not rely on the code they test.
enum SHA256Text {
  static func hash(_ text: String) -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    guard (try? Data(text.utf8).write(to: file)) != nil else { return "" }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/sha256sum")
    process.arguments = [file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    guard (try? process.run()) != nil else { return "" }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output.prefix(64), as: UTF8.self)
  }
}
