import Foundation
import JudgeTestSupport
import Testing

/// Clones that label, register versions and sync against one bare remote, all at once, and are
/// killed at random: every acknowledged label arrives exactly once.
///
/// Three clones of three syncs; with `GIT_JUDGE_PROPERTY_RUNS` of 1,000 and more (`make test-long`)
/// eight clones of 25.
@Suite(.serialized) struct SoakTests {
  static let isLong = PropertyRuns.count(0) >= 1000
  static let clones = isLong ? 8 : 3
  static let rounds = isLong ? 25 : 3

  @Test func byPath() throws {
    let team = try Team()
    try soak(team, url: team.remote.path)
  }

  @Test(.enabled(if: GitDaemon.isInstalled, "needs git daemon"))
  func overTheGitProtocol() throws {
    let team = try Team()
    let daemon = try GitDaemon(serving: team.remote)
    defer { daemon.stop() }
    try soak(team, url: daemon.url)
  }

  private func soak(_ team: Team, url: String) throws {
    let seed = Int(PropertyRuns.count(1)) % 30_000
    let workers = try (0..<Self.clones).map { number in
      let clone = try team.clone("clone-\(number)", from: url)
      return try clone.world.start(
        "bash",
        [
          "-c", Self.script, "worker", "w\(number)", "\(Self.rounds)",
          team.log("labels-\(number)"), team.log("versions-\(number)"),
          team.traces.joined(separator: " "), "\(seed + number)",
        ], in: clone.url)
    }
    for worker in workers {
      let outcome = try worker.wait()
      #expect(outcome.status == 0, "seed \(seed): \(outcome.all)")
    }
    try expectEverything(team, seed)
  }

  private func expectEverything(_ team: Team, _ seed: Int) throws {
    let labels = team.acknowledged("labels", /"assessment_id": "a-([0-9a-f]+)"/)
    #expect(Set(labels).count == labels.count && !labels.isEmpty)
    // A record's path is its hash with slashes in it.
    let paths = try team.remote.git("ls-tree", "-r", "--name-only", "judge", "--", "assessments/")
      .lines.map { $0.dropFirst("assessments/".count).filter { $0 != "/" }.prefix(32) }
    let counts = Dictionary(paths.map { ($0, 1) }, uniquingKeysWith: +)
    for label in labels {
      #expect(counts[label.prefix(32)] == 1, "seed \(seed): label \(label)")
    }
    // Clones that sync once more have what the remote has.
    for number in 0..<Self.clones {
      let clone = team.known("clone-\(number)")
      try clone.judge("sync").expecting(0)
      #expect(try clone.tip() == team.remote.tip())
      let checked = try clone.json("fsck", "--deep")
      #expect(checked["ok"] == true, "seed \(seed): \(checked.line)")
    }
    #expect(try team.remote.checked().git.status == 0)
    try expectVersions(team, seed)
  }

  /// No number twice, and no version lost.
  private func expectVersions(_ team: Team, _ seed: Int) throws {
    let made = Set(team.acknowledged("versions", /"hash": "([0-9a-f]{64})"/))
    #expect(Self.rounds < 3 || !made.isEmpty)
    let tags = try team.remote.git("tag", "--list").lines
    let clone = team.known("clone-0")
    var numbers: [Int: String] = [:]
    for tag in tags {
      let number = try #require(tag.split(separator: "/v").last.flatMap { Int($0) }, "\(tag)")
      let shown = try clone.json("show", "tone@v\(number)")
      let hash = try #require(shown["hash"]?.text)
      #expect(numbers.updateValue(hash, forKey: number) == nil, "seed \(seed): v\(number)")
    }
    #expect(Set(numbers.values).count == numbers.count, "seed \(seed): \(numbers)")
    #expect(Set(numbers.values).isSuperset(of: made), "seed \(seed)")
  }

  /// Labels and syncs, some of them killed at a random moment.
  ///
  /// One command in six is, alone or with the git that it runs; what a killed sync began, the next
  /// one ends.
  private static let script = #"""
    name=$1; rounds=$2; labels=$3; versions=$4; traces=$5; RANDOM=$6
    cut() {
      local moment; moment=$(printf '0.%03d' $((RANDOM % 700)))
      case $((RANDOM % 12)) in
      0) timeout -s KILL "$moment" "$@" ;;
      1) timeout --foreground -s KILL "$moment" "$@" ;;
      *) "$@" ;;
      esac
    }
    printf 'Is {{ outputs }} good?\n' > ../rules-$name.md
    for ((round = 1; round <= rounds; round++)); do
      for trace in $traces; do
        cut git-judge feedback add "$trace" --name tone --value good \
          --source-id "$name-$round" --json > ../part-$name 2>> ../errors-$name \
          && cat ../part-$name >> "$labels"
      done
      if ((round % 3 == 0)); then
        cut git-judge new tone --instructions @../rules-$name.md --values "bad,good,$name-$round" \
          --json > ../part-$name 2>> ../errors-$name && cat ../part-$name >> "$versions"
      fi
      cut git-judge sync > /dev/null 2>> ../errors-$name
    done
    git-judge sync > /dev/null 2>> ../errors-$name || { tail -5 ../errors-$name; exit 1; }
    """#
}

/// A bare remote with traces and a judge, and the clones of it.
private struct Team {
  let remote: Repository
  let traces: [String]
  private let world: World

  init() throws {
    world = try World()
    remote = try Repository(world, "team.git", options: ["--bare"])
    let first = try Repository.ready(world, "first")
    try first.git("remote", "add", "origin", remote.path)
    try first.load([Samples.line("a"), Samples.line("b")])
    try first.newJudge("tone", "--values", "bad,good")
    try first.judge("sync").expecting(0)
    traces = try ["a", "b"].map { try first.traceID($0) }
  }

  func clone(_ name: String, from url: String) throws -> Repository {
    let place = world.folder.file(name)
    try world.run("git", ["clone", "-q", url, place.path]).expecting(0)
    let clone = known(name)
    try clone.git("config", "user.email", "\(name)@example.org")
    return clone
  }

  func known(_ name: String) -> Repository { Repository(world, at: world.folder.file(name)) }

  func log(_ name: String) -> String { world.folder.file("log-\(name)").path }

  /// What the workers were told is stored.
  func acknowledged(_ kind: String, _ pattern: Regex<(Substring, Substring)>) -> [String] {
    (0..<SoakTests.clones).flatMap { number -> [String] in
      guard let data = FileManager.default.contents(atPath: log("\(kind)-\(number)")) else {
        return []
      }
      return String(decoding: data, as: UTF8.self).matches(of: pattern).map { String($0.1) }
    }
  }
}

/// `git daemon` on loopback, which takes pushes.
private final class GitDaemon {
  static let isInstalled: Bool = {
    let found = Program(named: "git")?.run(["daemon", "--help-is-no-option"])
    // Usage is 129; a git without it says that there is no such command.
    return found?.status == 129
  }()

  let url: String
  private let program: RunningProgram

  init(serving remote: Repository) throws {
    let base = remote.url.deletingLastPathComponent().path
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20 {
      let port = Int.random(in: 20_000..<32_000, using: &random)
      let daemon = try remote.world.start(
        "git",
        [
          "daemon", "--base-path=\(base)", "--export-all", "--enable=receive-pack",
          "--listen=127.0.0.1", "--port=\(port)", "--max-connections=0", base,
        ])
      let address = "git://127.0.0.1:\(port)/\(remote.url.lastPathComponent)"
      for _ in 0..<50 where daemon.isRunning {
        if try remote.world.run("git", ["ls-remote", address]).status == 0 {
          (url, program) = (address, daemon)
          return
        }
        Thread.sleep(forTimeInterval: 0.1)
      }
      try daemon.killGroup()
    }
    throw MissingTrace(key: "a free port")
  }

  func stop() { try? program.killGroup() }
}
