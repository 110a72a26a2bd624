import JudgeTestSupport
import Testing

/// An address that is canonically equal to a pinned one and has other bytes is somebody else's.
@Suite struct AddressTests {
  private static let jose = "jos\u{e9}@example.org"
  private static let decomposed = "jose\u{301}@example.org"
  private static let kelvin = "\u{212a}ate@example.org"

  /// A store whose owner, Kate, and reviewer, José, must sign; neither has committed yet.
  private static func team(_ world: World) throws -> (ann: Repository, eve: Repository) {
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"
    let signers = try world.write("signers", "Kate@example.org \(key)\n\(jose) \(key)\n")
    let remote = try Repository(world, "team.git", options: ["--bare"])
    let server = try Repository(world, "server.git", options: ["--bare"])
    let ann = try Repository.ready(world, "ann")
    try ann.load([Samples.line("a"), Samples.line("b")])
    try ann.newJudge("tone", "--values", "bad,good")
    try ann.git("remote", "add", "origin", remote.path)
    for one in [ann, server] {
      try one.git("config", "judge.owners", "Kate@example.org")
      try one.git("config", "judge.allowedSigners", signers)
    }
    try server.judge("hooks", "install", "--server").expecting(0)
    try ann.judge("sync").expecting(0)
    try world.run(Binary.path, ["clone", remote.path, "eve"]).expecting(0)
    let eve = Repository(world, at: world.folder.file("eve"))
    try eve.judge("sync").expecting(0)
    try eve.git("remote", "add", "server", server.path)
    try eve.git("push", "-q", "server", "judge")
    return (ann, eve)
  }

  @Test func aCanonicallyEqualAddressIsSomebodyElses() throws {
    let world = try World()
    let (ann, eve) = try Self.team(world)
    var label = PlainCommit(email: Self.decomposed)
    try label.add(
      "assessment",
      [
        "assessment_name": "tone", "create_time": "2027-01-01T00:00:00.000Z",
        "feedback": ["value": "bad"], "trace_id": .text(try ann.traceID("b")),
        "source": ["source_id": .text(Self.jose), "source_type": "HUMAN"],
      ])
    try label.commit(in: eve)
    let listed = try eve.git("ls-tree", "-r", "--name-only", "judge", "traces").trimmed
    let path = listed.split(separator: "\n").first ?? ""
    let hash = path.dropFirst("traces/".count).dropLast(".json".count)
      .replacing("/", with: "")
    var redaction = PlainCommit(email: Self.kelvin)
    try redaction.add(
      "redaction",
      [
        "hashes": [.text(String(hash))], "reason": "x", "time": "2027-01-01T00:00:00.000Z",
        "source": ["source_id": "Kate@example.org", "source_type": "HUMAN"],
      ])
    try redaction.commit(in: eve)
    try PlainCommit(files: ["owners": "eve@example.org\n"], email: Self.kelvin).commit(in: eve)
    let refused = try world.run("git", ["push", "server", "judge"], in: eve.url)
    #expect(refused.status != 0)
    for word in [
      "jose\\u{301}@example.org\", looks like that of \(Self.jose)",
      "\\u{212a}ate@example.org\", looks like that of Kate@example.org", "a redaction of Kate",
      "a label of \(Self.jose)",
    ] {
      #expect(refused.all.contains(word), "\(word): \(refused.all)")
    }
    // A forge without hooks lets them in: they have no effect.
    try eve.git("push", "-q", "origin", "judge")
    try ann.judge("sync").expecting(0)
    let found = try ann.json("feedback", "list")["feedback"]?.list ?? []
    #expect(found.map { $0["standing"]?.text } == ["unconfirmed"])
    #expect(try ann.json("trace", "list")["traces"]?.list?.count == 2)
    let problems = try ann.judge("fsck", "--trust", "--json").json()["problems"]?.list ?? []
    // The label, the redaction and the change of owners.
    #expect(problems.count == 3, "\(problems)")
  }

  @Test func aCommitUnderALookAlikeAddressIsRefused() throws {
    let world = try World()
    let (_, eve) = try Self.team(world)
    for address in ["KATE@example.org", "Kate@example\u{3002}org", "Ka\u{332}te@example.org"] {
      try PlainCommit(files: ["notes": address], email: address).commit(in: eve)
      let refused = try world.run("git", ["push", "server", "judge"], in: eve.url)
      #expect(refused.status != 0 && refused.all.contains("looks like that of Kate@example.org"))
      try eve.git("update-ref", "refs/heads/judge", "refs/remotes/server/judge")
    }
    try PlainCommit(files: ["notes": "x"], email: "eve@example.org").commit(in: eve)
    try eve.git("push", "-q", "server", "judge")
  }
}
