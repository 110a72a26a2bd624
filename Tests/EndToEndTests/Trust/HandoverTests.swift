import Foundation
import JudgeTestSupport
import Testing

/// What an owner did stays as it is when others become owners, and when keys are pinned.
@Suite struct HandoverTests {
  private static let dana = "dana@example.org"
  private static let eve = "eve@example.org"

  /// Bob begins the store and imports three traces; Dana is its owner.
  private func store() throws -> Repository {
    try Template.repository { world in
      let repository = try Repository(world)
      try become(Self.dana, repository)
      try repository.judge("init").expecting(0)
      try repository.judge("experiment", "create", "support").expecting(0)
      try become("bob@example.org", repository)
      try repository.load([
        Samples.line("order-17", inputs: ["question": "Flat 12, 7 Garden Row"]),
        Samples.line("order-18", inputs: ["question": "Where is it?"]),
        Samples.line("order-19", inputs: ["question": "Nobody answers."]),
      ])
      try become(Self.dana, repository)
    }
  }

  /// Eve is the owner now; Dana's clone is at the commit before.
  private func handedOver() throws -> (repository: Repository, past: Repository) {
    let repository = try store()
    let old = try repository.tip()
    try repository.judge("owners", Self.eve, "--force").expecting(0)
    let past = try repository.clone("past")
    try become(Self.dana, past)
    try past.git("update-ref", "refs/heads/judge", old)
    return (repository, past)
  }

  private func become(_ who: String, _ repository: Repository) throws {
    try repository.git("config", "user.email", who)
  }

  private func shown(_ repository: Repository) throws -> Int {
    let list = try repository.judge("trace", "list", "--experiment", "support", "--json")
    #expect(list.status == 0, "\(list.all)")
    return try list.json()["traces"]?.list?.count ?? -1
  }

  private func cloned(_ remote: Repository, _ name: String, _ world: World) throws -> Repository {
    try world.run(Binary.path, ["clone", remote.path, name]).expecting(0)
    return Repository(world, at: world.folder.file(name))
  }

  private func forget(_ repository: Repository) throws {
    try FileManager.default.removeItem(at: repository.url.appending(path: ".git/git-judge"))
  }

  private func pending(_ repository: Repository) throws -> Int {
    try repository.json("redact", "--list")["pending"]?.list?.count ?? -1
  }

  @Test func whatAnOwnerHidStaysHiddenAfterAHandover() throws {
    let repository = try store()
    try repository.judge("redact", "order-17", "--reason", "x").expecting(0)
    try repository.judge("owners", Self.eve, "--force").expecting(0)
    let clone = try repository.clone("clone")
    for each in [repository, clone] {
      #expect(try shown(each) == 2 && pending(each) == 0)
    }
    try forget(repository)
    #expect(try shown(repository) == 2)
    #expect(try repository.json("fsck", "--trust")["problems"] == [])
    // Dana is no owner any more: what she asks for now waits.
    let late = try repository.json("redact", "order-18", "--reason", "x")
    #expect(late["pending"] == true, "\(late)")
    #expect(try shown(repository) == 2 && pending(repository) == 1)
    // Only an owner of today takes it back.
    try become(Self.eve, repository)
    try repository.judge("redact", "order-18", "--reason", "agreed").expecting(0)
    #expect(try shown(repository) == 1 && pending(repository) == 0)
  }

  /// The same holds for everything else that an owner may.
  @Test func whatAnOwnerDecidedStandsAfterAHandover() throws {
    let repository = try store()
    let world = repository.world
    let reviewers = try world.write("reviewers", "kim@example.org\n")
    try repository.git("config", "judge.reviewers", reviewers)
    try repository.judge(
      "feedback", "add", "order-18", "--name", "tone", "--value", "good", "--source-id",
      "kim@example.org"
    ).expecting(0)
    try repository.judge("owners", "--confirm", "kim@example.org").expecting(0)
    try repository.judge("redact", "order-19", "--reason", "x").expecting(0)
    let id = try repository.records("redactions").keys.sorted().first?.dropFirst(11).prefix(12)
    try repository.judge("owners", "--lift", String(try #require(id))).expecting(0)
    try repository.judge("trace", "delete", "order-17").expecting(0)
    func check(_ repository: Repository) throws {
      try repository.git("config", "judge.reviewers", reviewers)
      #expect(try shown(repository) == 2, "deleted by an owner, and lifted by an owner")
      #expect(try repository.judge("status").text.contains("unconfirmed") == false)
      #expect(try repository.json("status")["disputed"] == 0)
    }
    try check(repository)
    try repository.judge("owners", Self.eve, "--force").expecting(0)
    try check(repository)
    try check(try repository.clone("clone"))
    // Those of a former owner afterwards are a dispute.
    #expect(try repository.judge("trace", "delete", "order-18").status == 4)
    #expect(try repository.judge("owners", "--withdraw", "abcd").status == 4)
  }

  @Test func aFormerOwnerCannotWriteIntoThePast() throws {
    let (repository, past) = try handedOver()
    try past.judge("trace", "delete", "order-18").expecting(0)
    try repository.git("fetch", "-q", past.path, "judge:refs/heads/past")
    try repository.git("config", "remote.past.url", past.path)
    try repository.judge("sync", "past").expecting(0)
    #expect(try shown(repository) == 3)
    #expect(try repository.json("status")["disputed"] == 1)
  }

  @Test func aFormerOwnerNamesNobodyInThePast() throws {
    let (repository, past) = try handedOver()
    try past.judge("owners", Self.dana, "mallory@example.org").expecting(0)
    try become("mallory@example.org", past)
    try past.judge("trace", "delete", "order-18").expecting(0)
    try past.judge("redact", "order-17", "--reason", "x").expecting(0)
    try repository.git("config", "remote.past.url", past.path)
    try repository.judge("sync", "past").expecting(0)
    let fresh = try repository.clone("fresh")
    for each in [repository, fresh] {
      #expect(try each.json("owners")["owners"] == [.text(Self.eve)])
      #expect(try each.json("status")["disputed"] == 1)
      let problems = try each.judge("fsck", "--trust", "--json").json()["problems"]?.list ?? []
      #expect(problems.compactMap { $0["kind"]?.text } == ["not-allowed"], "\(problems)")
    }
  }

  /// That an owner brings a record too makes nobody else an owner.
  @Test func whatAnOwnerCopiesIsNoOwnersWord() throws {
    let repository = try store()
    let base = try repository.tip()
    let bob = try repository.clone("bob")
    var mine = PlainCommit(email: "bob@example.org")
    try mine.add(
      "endorsement",
      [
        "same_person": ["bob@example.org", .text(Self.dana)],
        "source": ["source_type": "HUMAN", "source_id": "bob@example.org"],
      ])
    try bob.git("update-ref", "refs/heads/judge", base)
    try mine.commit(in: bob)
    // Dana takes the same file over in a commit of her own.
    var copy = mine
    copy.email = Self.dana
    try copy.commit(in: repository)
    try repository.git("config", "remote.bob.url", bob.path)
    try repository.judge("sync", "bob").expecting(0)
    #expect(try repository.json("owners")["endorsements"] == [])
    #expect(try repository.judge("fsck", "--trust").status == 1)
  }

  @Test func aPurgeVouchesForNothingThatWasForged() throws {
    let repository = try store()
    let world = repository.world
    let key = try SigningTests.key("dana", in: world)
    let signers = try world.write("signers", "\(Self.dana) \(key.text)\n")
    try repository.git("config", "judge.allowedSigners", signers)
    try SigningTests.signing(repository, with: key.path)
    try repository.judge("feedback", "add", "order-18", "--name", "tone", "--value", "good")
      .expecting(0)
    let eve = try repository.clone("eve")
    try become(Self.dana, eve)
    try eve.judge("redact", "order-19", "--reason", "forged").expecting(0)
    try repository.git("config", "remote.eve.url", eve.path)
    try repository.judge("sync", "eve").expecting(0)
    try repository.git("config", "--remove-section", "remote.eve")
    #expect(try shown(repository) == 3 && pending(repository) == 1)
    let done = try repository.json("redact", "order-17", "--reason", "erase", "--purge")
    #expect(done["purge", "applied"] == true, "\(done)")
    for _ in 0..<2 {
      #expect(try shown(repository) == 2 && pending(repository) == 1)
      try forget(repository)
    }
    let trust = try repository.judge("fsck", "--trust", "--json").json()
    #expect(
      trust["problems"]?.list?.compactMap { $0["kind"]?.text } == ["unsigned"], "\(trust)")
    #expect(try repository.json("fsck", "--deep")["ok"] == true)
  }

  @Test func aPurgeAndAHandoverLeaveNothingPending() throws {
    let repository = try store()
    try repository.judge("redact", "order-17", "--reason", "x").expecting(0)
    try repository.judge("redact", "order-19", "--reason", "erase", "--purge").expecting(0)
    #expect(try shown(repository) == 1)
    try repository.judge("owners", Self.eve, "--force").expecting(0)
    try forget(repository)
    #expect(try shown(repository) == 1 && pending(repository) == 0)
    #expect(try repository.judge("fsck", "--deep").status == 0)
  }

  @Test func pinningKeysShowsNothingAgain() throws {
    let repository = try store()
    let world = repository.world
    try repository.judge("redact", "order-17", "--reason", "x").expecting(0)
    let remote = try Repository(world, "team.git", options: ["--bare"])
    try repository.git("remote", "add", "origin", remote.path)
    try repository.judge("sync").expecting(0)
    let key = try SigningTests.key("dana", in: world)
    let signers = try world.write("signers", "\(Self.dana) \(key.text)\n")
    try repository.git("config", "judge.allowedSigners", signers)
    func check(_ repository: Repository) throws {
      #expect(try shown(repository) == 2 && pending(repository) == 0)
      try forget(repository)
      #expect(try shown(repository) == 2 && pending(repository) == 0)
      let words = try repository.json("status")["warnings"]?.list?.compactMap { $0["kind"]?.text }
      #expect(words == ["unsigned"])
      let trust = try repository.json("fsck", "--trust")
      #expect(trust["problems"] == [], "\(trust)")
      #expect(
        trust["trust", "warnings"]?.list?.contains {
          $0.text?.contains("in force but not signed") == true
        } == true, "\(trust)")
    }
    try check(repository)
    try SigningTests.signing(repository, with: key.path)
    try repository.judge("feedback", "add", "order-18", "--name", "tone", "--value", "good")
      .expecting(0)
    try check(repository)
    try repository.judge("sync").expecting(0)
    // A forged one beside or after the first signed commit hides nothing, in no clone.
    let eve = try cloned(remote, "eve", world)
    try become(Self.dana, eve)
    try eve.judge("redact", "order-19", "--reason", "forged").expecting(0)
    try eve.judge("sync").expecting(0)
    try repository.judge("sync").expecting(0)
    let fresh = try cloned(remote, "fresh", world)
    try fresh.git("config", "judge.allowedSigners", signers)
    for each in [repository, fresh] {
      #expect(try shown(each) == 2 && pending(each) == 1)
      let problems = try each.judge("fsck", "--trust", "--json").json()["problems"]?.list ?? []
      #expect(problems.compactMap { $0["kind"]?.text } == ["unsigned"], "\(problems)")
      try forget(each)
      #expect(try shown(each) == 2 && pending(each) == 1)
    }
    // Dana signs hers again; afterwards nothing depends on when she began.
    try repository.judge("owners", "--lift", "0000").expecting(3)
    let said = try repository.judge("sync", "--sign").expecting(0)
    #expect(said.text.contains("of your records signed again"), "\(said.all)")
    #expect(try repository.json("status")["warnings"] == [])
  }

  @Test func endorsementsAndRegistrationsAreSignedAgain() throws {
    let repository = try store()
    let world = repository.world
    let remote = try Repository(world, "team.git", options: ["--bare"])
    try repository.git("remote", "add", "origin", remote.path)
    try repository.newJudge("tone", "--values", "bad,good")
    try repository.judge(
      "owners", "--same-person", "old@example.org", "--same-person", Self.dana
    ).expecting(0)
    try repository.judge("redact", "order-17", "--reason", "x").expecting(0)
    let key = try SigningTests.key("dana", in: world)
    let signers = try world.write("signers", "\(Self.dana) \(key.text)\n")
    try repository.git("config", "judge.allowedSigners", signers)
    let before = try repository.judge("fsck", "--trust", "--json").json()
    #expect(before["problems"]?.list?.compactMap { $0["kind"]?.text } == ["unsigned"], "\(before)")
    try SigningTests.signing(repository, with: key.path)
    let said = try repository.json("sync", "--sign")
    #expect((said["signed"]?.number ?? 0) >= 3, "\(said)")
    let trust = try repository.json("fsck", "--trust")
    #expect(trust["problems"] == [], "\(trust)")
    #expect(try repository.json("owners")["endorsements"]?.list?.count == 1)
    #expect(try shown(repository) == 2)
    #expect(try repository.json("sync", "--sign")["signed"] == 0)
  }

  @Test func nobodyLocksThemselvesOutByATypingError() throws {
    let repository = try store()
    let tip = try repository.tip()
    let typo = try repository.judge("owners", "dana")
    #expect(typo.status == 2 && typo.errorText.contains("it has no @"), "\(typo.all)")
    let other = try repository.judge("owners", "dana@example.com")
    #expect(other.status == 5, "\(other.all)")
    #expect(other.errorText.contains("you (\(Self.dana)) would no longer be an owner"))
    #expect(other.errorText.contains("--force"))
    #expect(try repository.tip() == tip, "nothing is written")
    #expect(try repository.json("owners")["owners"] == [.text(Self.dana)])
    try repository.judge("owners", Self.dana, Self.eve).expecting(0)
    try repository.judge("owners", Self.eve, "--force").expecting(0)
  }
}
