import Foundation
import JudgeTestSupport

/// A repository of a test's world.
struct Repository: Sendable {
  let world: World
  let url: URL

  var path: String { url.path }

  /// Makes an empty repository.
  init(_ world: World, _ name: String = "reviews", options: [String] = []) throws {
    self.world = world
    url = world.folder.file(name)
    try world.run("git", ["init", "-q"] + options + [url.path]).expecting(0)
  }

  /// Takes a folder that is there.
  init(_ world: World, at url: URL) {
    self.world = world
    self.url = url
  }

  /// A repository with a store and the current experiment "support".
  static func ready(_ world: World, _ name: String = "reviews") throws -> Repository {
    let repository = try Repository(world, name)
    try repository.judge("init").expecting(0)
    try repository.judge("experiment", "create", "support").expecting(0)
    return repository
  }

  /// A repository with a store in a world of its own: a copy of one that is made once.
  static func ready() throws -> Repository {
    try Template.repository { _ = try ready($0) }
  }

  /// A repository with labelled traces and the judge "tone", whose verdicts are those that a source
  /// gave.
  static func labelled(_ count: Int, judgedBy source: String) throws -> Repository {
    try Template.repository("\(count) \(source)") { world in
      let repository = try ready(world)
      try repository.load(Samples.labelled(count))
      try repository.newJudge(
        "tone", "--values", "bad,good", "--pass", "good", "--model", "recorded:/\(source)")
    }
  }

  /// A clone in the same world.
  func clone(_ name: String, options: [String] = []) throws -> Repository {
    let target = world.folder.file(name)
    try world.run("git", ["clone", "-q"] + options + [path, target.path]).expecting(0)
    return Repository(world, at: target)
  }

  /// Runs git, which must succeed.
  @discardableResult
  func git(_ arguments: String...) throws -> Outcome {
    try world.run("git", arguments, in: url).expecting(0)
  }

  /// Runs `git-judge`.
  func judge(_ arguments: String...) throws -> Outcome { try judge(arguments) }

  /// Runs `git-judge`.
  func judge(
    _ arguments: [String], environment: [String: String] = [:], input: URL? = nil
  ) throws -> Outcome {
    try world.run(Binary.path, arguments, in: url, environment: environment, input: input)
  }

  /// Runs `git-judge` with `--json`, which must succeed.
  @discardableResult
  func json(_ arguments: String...) throws -> JSON {
    try judge(arguments + ["--json"]).expecting(0).json()
  }

  /// Imports lines.
  @discardableResult
  func load(_ lines: [JSON], as name: String = "traces.jsonl") throws -> JSON {
    let file = try world.write(name, lines: lines)
    return try json("trace", "import", file)
  }

  /// Makes a judge over values and gives its hash.
  @discardableResult
  func newJudge(_ name: String, _ options: String...) throws -> String {
    let file = try world.write("\(name).md", "Is {{ outputs }} a good answer to {{ inputs }}?\n")
    let made = try judge(["new", name, "--instructions", "@\(file)", "--json"] + options).expecting(
      0)
    return try made.json()["hash"]?.text ?? ""
  }

  /// The commit that a name stands for.
  func tip(_ name: String = "refs/heads/judge") throws -> String {
    try git("rev-parse", name).trimmed
  }

  /// The tree of the records.
  func tree(_ name: String = "refs/heads/judge") throws -> String { try tip("\(name)^{tree}") }

  /// All record files in a folder of the tree, by path.
  func records(_ folder: String) throws -> [String: JSON] {
    let listed = try git("ls-tree", "-r", "--name-only", "refs/heads/judge", "--", "\(folder)/")
    var result: [String: JSON] = [:]
    for path in listed.lines {
      result[path] = try git("cat-file", "blob", "refs/heads/judge:\(path)").json()
    }
    return result
  }

  /// Checks both `git fsck` and `git judge fsck`.
  func checked() throws -> (git: Outcome, judge: JSON) {
    let git = try world.run("git", ["fsck", "--full", "--strict"], in: url)
    return (git, try judge("fsck", "--json").json())
  }
}

extension Repository {
  /// The id of the trace with that key.
  func traceID(_ key: String) throws -> String {
    let page = try json("trace", "list", "--where", "client_request_id = '\(key)'")
    guard let id = page["traces"]?.list?.first?["trace_id"]?.text else {
      throw MissingTrace(key: key)
    }
    return id
  }

  /// The keys of the traces that a search finds, in its order.
  func keys(_ options: String...) throws -> [String] {
    let page = try judge(["trace", "list", "--json"] + options).expecting(0).json()
    return page["traces"]?.list?.compactMap { $0["client_request_id"]?.text } ?? []
  }
}

/// A trace that a test expects is not listed.
struct MissingTrace: Error {
  let key: String
}
