import Foundation
import JudgeTestSupport
import Testing

/// A merge takes lines of the file `owners` together, whoever wrote them; it makes nobody an owner
/// and takes the ownership from nobody.
@Suite struct OwnersMergeTests {
  private static let dana = "dana@example.org"
  private static let zoe = "zoe@example.org"
  private static let mallory = "mallory@example.org"
  private static let abe = "abe@example.org"

  /// A remote without hooks, and clones of Dana, an owner, and Mallory, who is none.
  private struct Team {
    let remote: Repository
    let dana: Repository
    let mallory: Repository

    init(_ world: World) throws {
      remote = try Repository(world, "remote.git", options: ["--bare"])
      let first = try Repository(world, "dana")
      try first.git("config", "user.email", OwnersMergeTests.dana)
      try first.judge("init").expecting(0)
      try first.judge("experiment", "create", "support").expecting(0)
      try first.load([Samples.line("order-17", inputs: ["question": "Flat 12"])])
      try first.judge("owners", OwnersMergeTests.dana, OwnersMergeTests.zoe).expecting(0)
      try first.git("remote", "add", "origin", remote.path)
      try first.judge("sync").expecting(0)
      mallory = try first.clone("mallory", options: ["--branch", "judge"])
      try mallory.git("remote", "set-url", "origin", remote.path)
      try mallory.git("config", "user.email", OwnersMergeTests.mallory)
      dana = try first.clone("plain", options: ["--branch", "judge"])
      try dana.git("remote", "set-url", "origin", remote.path)
      try dana.git("config", "user.email", OwnersMergeTests.dana)
    }
  }

  private func edit(_ repository: Repository, _ list: [String], _ message: String) throws {
    try Data((list.joined(separator: "\n") + "\n").utf8)
      .write(to: repository.url.appendingPathComponent("owners"))
    try repository.git("commit", "-q", "-a", "-m", message)
  }

  /// A new clone of the remote, which pins nobody.
  private func check(_ team: Team, _ owners: [String]) throws {
    let fresh = Repository(
      team.remote.world, at: team.remote.world.folder.file("fresh-\(UUID().uuidString)"))
    try team.remote.world.run("git", ["clone", "-q", team.remote.path, fresh.path]).expecting(0)
    let state = try fresh.json("owners")
    #expect(state["owners"]?.list?.compactMap(\.text) == owners, "\(state)")
    #expect(state["listed"]?.list?.compactMap(\.text) == owners, "\(state)")
    let problems = try fresh.judge("fsck", "--trust", "--json").json()["problems"]?.list ?? []
    #expect(
      problems.contains {
        $0["kind"] == "not-allowed" && $0["message"]?.text?.contains(Self.mallory) == true
      }, "\(problems)")
    try fresh.git("config", "user.email", Self.mallory)
    #expect(try fresh.judge("trace", "delete", "order-17").status == 4)
    // Nor does a pin trust the lines.
    try fresh.judge("owners", "--pin").expecting(0)
    #expect(try fresh.json("owners")["pinned"]?.list?.compactMap(\.text) == owners)
  }

  @Test func aSyncTakesNobodyIn() throws {
    let team = try Team(World())
    try edit(team.mallory, [Self.dana, Self.zoe, Self.mallory], "Tidy")
    try team.mallory.git("push", "-q", "origin", "judge")
    try team.dana.judge("owners", Self.abe, Self.dana, Self.zoe).expecting(0)
    try team.dana.judge("sync").expecting(0)
    try check(team, [Self.abe, Self.dana, Self.zoe])
    // Dana goes on from the merged file, and still does not vouch for what is in it.
    try team.dana.judge("owners", Self.abe, Self.dana).expecting(0)
    try team.dana.judge("sync").expecting(0)
    try check(team, [Self.abe, Self.dana])
    // Naming her is another matter.
    try team.dana.judge("owners", Self.dana, Self.mallory).expecting(0)
    #expect(
      try team.dana.json("owners")["owners"]?.list?.compactMap(\.text)
        == [Self.dana, Self.mallory])
  }

  /// A change of the list that the server refuses, in a branch that an owner has united with: the
  /// refusal says how to go on, and nothing is lost.
  @Test func anOwnerMendsTheListForTheServer() throws {
    let team = try Team(World())
    try team.remote.judge("hooks", "install", "--server").expecting(0)
    try edit(team.mallory, [Self.dana, Self.zoe, Self.mallory], "Tidy")
    let commit = try team.mallory.git("rev-parse", "judge").trimmed
    try team.mallory.judge("feedback", "add", "order-17", "--name", "tone", "--value", "good")
      .expecting(0)
    try team.dana.judge("owners", Self.abe, Self.dana, Self.zoe).expecting(0)
    try team.dana.git("pull", "-q", "--no-rebase", "--no-edit", team.mallory.path, "judge")
    try team.dana.judge("feedback", "add", "order-17", "--name", "tone", "--value", "bad")
      .expecting(0)
    let refused = try team.dana.judge("sync")
    #expect(refused.status == 3)
    let command = "git judge owners \(Self.abe) \(Self.dana) \(Self.zoe)"
    #expect(refused.errorText.contains(String(commit.prefix(12))), "\(refused.errorText)")
    #expect(refused.errorText.contains(command), "\(refused.errorText)")
    // Somebody else cannot mend it, not even by the same file.
    let base = try team.dana.git("rev-parse", "judge").trimmed
    try team.dana.git("config", "user.email", Self.mallory)
    try edit(team.dana, [Self.abe, Self.dana, Self.zoe], "As it was")
    #expect(try team.dana.judge("sync").status == 3)
    try team.dana.git("reset", "-q", "--hard", base)
    try team.dana.git("config", "user.email", Self.dana)

    try team.dana.judge("owners", Self.abe, Self.dana, Self.zoe).expecting(0)
    try team.dana.judge("sync").expecting(0)
    try check(team, [Self.abe, Self.dana, Self.zoe])
    #expect(try team.remote.git("show", "judge:owners").text.contains(Self.mallory) == false)
    #expect(try team.dana.json("feedback", "list")["feedback"]?.list?.count == 2)
    // Mallory's branch, with the commit in it, goes on from there.
    try team.mallory.judge("feedback", "add", "order-17", "--name", "style", "--value", "good")
      .expecting(0)
    try team.mallory.judge("sync").expecting(0)
    try team.dana.judge("sync").expecting(0)
    #expect(try team.dana.json("feedback", "list")["feedback"]?.list?.count == 3)
  }

  @Test func aSyncTakesNobodyOut() throws {
    let team = try Team(World())
    try edit(team.mallory, [Self.dana, Self.mallory], "Tidy")
    try team.mallory.git("push", "-q", "origin", "judge")
    try team.dana.judge("owners", Self.abe, Self.dana, Self.zoe).expecting(0)
    try team.dana.judge("sync").expecting(0)
    try check(team, [Self.abe, Self.dana, Self.zoe])
  }

  @Test(arguments: [["--no-rebase", "--no-edit"], ["--rebase"]])
  func plainGitTakesNobodyIn(_ options: [String]) throws {
    let team = try Team(World())
    // Lines that git joins without a conflict.
    let many = (1...9).map { "owner-\($0)@example.org" }
    try team.dana.judge(["owners", Self.dana] + many).expecting(0)
    try team.dana.judge("sync").expecting(0)
    try team.mallory.git("pull", "-q", "--ff-only", "origin", "judge")
    try edit(team.mallory, [Self.dana] + many + [Self.mallory], "Tidy")
    try team.mallory.git("push", "-q", "origin", "judge")
    try edit(team.dana, [Self.abe, Self.dana] + many, "Abe is an owner")
    try team.dana.world.run(
      "git", ["pull", "-q"] + options + ["origin", "judge"], in: team.dana.url
    ).expecting(0)
    try team.dana.git("push", "-q", "origin", "judge")
    try check(team, [Self.abe, Self.dana] + many)
  }
}
