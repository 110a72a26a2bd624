import Testing

/// Another person's deletion is a dispute: shown, and it removes no vote.
@Suite struct DisputeTests {
  @Test func aDeletionByAnotherRemovesNoVote() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a", labels: ["carol": "good"])])
    let listed = try repository.json("feedback", "list")["feedback"]?.list?.first
    let id = try #require(listed?["assessment_id"]?.text)

    let disputed = try repository.judge("feedback", "delete", id)
    #expect(disputed.status == 0, "\(disputed.all)")
    #expect(disputed.errorText.contains("dispute"), "\(disputed.errorText)")
    let label = try repository.json("feedback", "list")["feedback"]?.list?.first
    #expect(label?["standing"] == "counts")
    #expect(label?["disputes"]?.list?.isEmpty == false, "\(label?.line ?? "")")
    #expect(try repository.json("agreement", "tone")["consensus", "labelled"] == 1)

    try Self.check(repository, count: 1)

    let own = try repository.json("feedback", "delete", id, "--source-id", "carol")
    #expect(own["dispute"] == false)
    let after = try repository.json("feedback", "list")["feedback"]?.list?.first
    #expect(after?["standing"] != "counts")
    #expect(try repository.judge("agreement", "tone").status == 3)
  }

  /// `status` counts the claims that `fsck --trust` lists.
  private static func check(_ repository: Repository, count: Int) throws {
    #expect(try repository.json("status")["disputed"]?.int == count)
    let report = try repository.json("fsck", "--trust")
    #expect(report["ok"] == true && report["trust", "disputes"]?.list?.count == count)
    let lines = try repository.judge("fsck", "--trust").expecting(0).lines
    #expect(lines.count { $0.hasPrefix("disputed: ") } == count, "\(lines)")
  }

  /// A trace, a tag and a label that others than their authors would replace.
  @Test func everyClaimThatIsCountedIsListed() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a"), Samples.line("b")])
    try repository.judge("feedback", "add", "a", "--name", "tone", "--value", "good").expecting(0)
    try Self.check(repository, count: 0)
    let trace = try repository.traceID("b")
    try repository.git("config", "user.email", "mallory@example.org")
    try repository.plumb(
      #"""
      export GIT_AUTHOR_EMAIL=mallory@example.org GIT_COMMITTER_EMAIL=mallory@example.org
      at $tip
      record() { read -r r; printf %s "$r" > r; h=$(sha256sum < r | cut -c1-64)
        put $1/${h:0:1}/${h:1:1}/${h:2:1}/${h:3}.json < r; rm r; }
      e=$(git ls-files experiments | head -1); e=${e#*/}
      echo '{"experiment":"'${e%.json}'","kind":"trace","outputs":"FORGED","trace_id":"TRACE","v":1}' |
        record traces
      echo '{"key":"lifecycle","kind":"change","source":{"source_id":"mallory@example.org","source_type":"HUMAN"},"target":{"id":"TRACE","kind":"trace"},"time":"2026-12-01T00:00:00.000Z","v":1,"value":"deleted"}' |
        record changes
      git update-ref refs/heads/judge $(made $tip)
      """#.replacing("TRACE", with: trace)
    ).expecting(0)
    #expect(try repository.json("trace", "show", "b")["state"] != "deleted")
    try Self.check(repository, count: 2)
  }
}
