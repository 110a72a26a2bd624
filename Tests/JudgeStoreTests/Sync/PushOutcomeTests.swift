import Testing

@testable import JudgeStore

@Suite("What a remote says")
struct PushOutcomeTests {
  @Test("Done, behind, refused by a hook in its words, not reachable")
  func outcomes() {
    #expect(PushOutcome(status: 0, output: "", errors: "") == .done)
    let rejected = "To x\n!\trefs/heads/judge:refs/heads/judge\t[rejected] (fetch first)\nDone\n"
    #expect(PushOutcome(status: 1, output: rejected, errors: "error: failed") == .behind)
    let ambiguous = "error: dst refspec refs/heads/judge matches more than one"
    #expect(PushOutcome(status: 1, output: "", errors: ambiguous) == .behind)
    let locked =
      "!\trefs/heads/judge:refs/heads/judge\t[remote rejected] (cannot lock ref 'refs/heads/judge')"
    #expect(PushOutcome(status: 1, output: locked, errors: "") == .behind)
    let hook =
      "!\trefs/heads/judge:refs/heads/judge\t[remote rejected] (pre-receive hook declined)"
    #expect(
      PushOutcome(status: 1, output: hook, errors: "remote: frozen        \nerror: x")
        == .refused("frozen"))
    #expect(
      PushOutcome(status: 128, output: "", errors: "fatal: unable to connect\nPlease check")
        == .unreachable("fatal: unable to connect; Please check"))
  }

  @Test("The branch and its tags, without peeled ones and other branches")
  func listing() {
    let lines: [Substring] = [
      "aa\trefs/heads/judge", "bb\trefs/heads/main", "cc\trefs/tags/judge/x/y/v1",
      "dd\trefs/tags/judge/x/y/v1^{}", "garbage",
    ]
    let listing = RemoteListing(lines: lines, branch: "judge")
    #expect(listing.tip == "aa" && listing.tags == ["refs/tags/judge/x/y/v1": "cc"])
    // git keeps a reference as a file and those below it in a folder of that name.
    #expect(listing.admits("refs/tags/judge/x/y/v2") && !listing.admits("refs/tags/judge/x/y/v1"))
    #expect(!listing.admits("refs/tags/judge/x/y/v1/z") && !listing.admits("refs/tags/judge/x"))
    let blocked = RemoteListing(
      lines: ["aa\trefs/heads/judge/x", "bb\trefs/tags/judge"], branch: "judge")
    #expect(blocked.tip == nil && blocked.blocking == ["refs/heads/judge/x"])
    let colliding = RemoteListing(
      lines: ["aa\trefs/heads/refs/heads/judge", "bb\trefs/heads/refs/tags/judge/x"],
      branch: "judge")
    #expect(colliding.tip == nil && colliding.colliding.count == 2 && colliding.tags.isEmpty)
    #expect(!blocked.admits("refs/tags/judge/x/y/v1"))
  }
}
