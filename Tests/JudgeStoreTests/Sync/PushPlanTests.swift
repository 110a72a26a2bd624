import Testing

@testable import JudgeStore

@Suite("What a sync pushes, and how it goes on")
struct PushPlanTests {
  private func listing(tip: String? = nil, tags: [String: String] = [:]) -> RemoteListing {
    var listing = RemoteListing(lines: [], branch: "judge")
    listing.tip = tip
    listing.tags = tags
    return listing
  }

  private let tags = [
    GitReference(object: "t1", name: "refs/tags/judge/x/y/v1"),
    GitReference(object: "t2", name: "refs/tags/judge/x/y/v2"),
  ]

  @Test("Nothing to send if the remote has the tip and no tag is left")
  func nothing() {
    let plan = PushPlan(
      branch: "judge", head: "aa", local: [], listing: listing(tip: "aa"), withTags: true)
    #expect(plan.isEmpty && plan.names == ["refs/heads/judge"])
  }

  @Test("Only tags that the remote can take are candidates, and none without tags")
  func candidates() {
    let remote = listing(tip: "aa", tags: ["refs/tags/judge/x/y/v1": "t1"])
    var plan = PushPlan(
      branch: "judge", head: "bb", local: tags, listing: remote, withTags: true)
    #expect(plan.movesBranch && plan.candidates == [tags[1]])
    plan.tags = plan.candidates.map(\.name)
    #expect(plan.names == ["refs/heads/judge", "refs/tags/judge/x/y/v2"])
    let plain = PushPlan(
      branch: "judge", head: "aa", local: tags, listing: remote, withTags: false)
    #expect(plain.candidates.isEmpty && plain.isEmpty)
    // A tag alone is something to send.
    var tagOnly = PushPlan(
      branch: "judge", head: "aa", local: tags, listing: remote, withTags: true)
    tagOnly.tags = [tags[1].name]
    #expect(!tagOnly.isEmpty && !tagOnly.movesBranch)
  }

  @Test("Patterns, and what they would match besides, where a name would be ambiguous")
  func refspecs() {
    var plan = PushPlan(
      branch: "judge", head: "bb", local: [], listing: listing(), withTags: true)
    plan.tags = ["refs/tags/judge/x/y/v1"]
    #expect(
      plan.refspecs(isAmbiguous: false, known: ["refs/heads/judge-2"]) == [
        "refs/heads/judge:refs/heads/judge", "refs/tags/judge/x/y/v1:refs/tags/judge/x/y/v1",
      ])
    let known = [
      "refs/heads/judge", "refs/heads/judge-2", "refs/tags/judge/x/y/v1",
      "refs/tags/judge/x/y/v10", "refs/tags/judge/x/y/v2",
    ]
    #expect(
      plan.refspecs(isAmbiguous: true, known: known) == [
        "refs/heads/judge*:refs/heads/judge*", "refs/tags/judge/x/y/v1*:refs/tags/judge/x/y/v1*",
        "^refs/heads/judge-2", "^refs/tags/judge/x/y/v10",
      ])
  }

  @Test("Lost races are run again, the remote is asked in between, until the time is over")
  func races() {
    var retries = PushRetries()
    #expect(
      retries.next(after: .behind, isLate: false, hasTip: true) == .unites(upTo: 400, asks: false))
    #expect(
      retries.next(after: .behind, isLate: false, hasTip: false) == .unites(upTo: 200, asks: true))
    #expect(
      retries.next(after: .behind, isLate: false, hasTip: true) == .unites(upTo: 133, asks: false))
    #expect(
      retries.next(after: .behind, isLate: false, hasTip: true) == .unites(upTo: 100, asks: true))
    #expect(retries.lost == 4)
    #expect(retries.next(after: .behind, isLate: true, hasTip: true) == .outrun)
    #expect(retries.lost == 4)
    #expect(retries.next(after: .done, isLate: true, hasTip: true) == .done)
    #expect(
      retries.next(after: .unreachable("no"), isLate: false, hasTip: true) == .unreachable("no"))
  }

  @Test("The branch goes without tags if the remote has not moved after four lost races")
  func withoutTags() {
    var retries = PushRetries()
    for _ in 0..<3 { _ = retries.next(after: .behind, isLate: false, hasTip: false) }
    retries.asked(hasMoved: false)
    #expect(!retries.isPlain)
    _ = retries.next(after: .behind, isLate: false, hasTip: true)
    retries.asked(hasMoved: true)
    #expect(!retries.isPlain)
    for _ in 0..<4 { _ = retries.next(after: .behind, isLate: false, hasTip: true) }
    retries.asked(hasMoved: false)
    #expect(retries.isPlain)
  }

  @Test("A push that a repack at the remote disturbed is repeated five times, others are refused")
  func refusals() {
    var retries = PushRetries()
    let disturbed = PushOutcome.refused("unpacker error")
    for attempt in 1...5 {
      #expect(
        retries.next(after: disturbed, isLate: true, hasTip: true)
          == .repeats(milliseconds: 200 * attempt))
    }
    #expect(
      retries.next(after: disturbed, isLate: false, hasTip: true)
        == .refused("unpacker error", hint: nil))
    #expect(
      retries.next(after: .refused("frozen", hint: "ask"), isLate: false, hasTip: true)
        == .refused("frozen", hint: "ask"))
  }
}
