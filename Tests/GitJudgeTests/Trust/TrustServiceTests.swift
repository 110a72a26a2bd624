import Testing

@testable import GitJudge

/// Owners, and what only they may do.
@Suite struct TrustServiceTests {
  @Test("The author of the first commit owns the store until owners are named")
  func first() async throws {
    let fixture = try await Fixture()
    let trust = fixture.store.trust
    let before = try await trust.owners()
    #expect(before.inForce == [Fixture.ann] && before.pinned == nil && before.listed.isEmpty)
    #expect(before.roots.count == 1 && before.foreignRoots.isEmpty && !before.differs)
    let after = try await trust.owners(setting: [Fixture.ann, Fixture.cy])
    #expect(after.inForce == [Fixture.ann, Fixture.cy] && after.pinned == after.inForce)
    #expect(after.listed == after.inForce && after.json["owners"]?.arrayValue?.count == 2)
  }

  @Test("Only an owner names owners")
  func notOwner() async throws {
    let fixture = try await Fixture()
    let bob = try await fixture.handed(to: Fixture.bob)
    let error = await failure { try await bob.trust.owners(setting: [Fixture.bob]) }
    #expect(
      error.code == "not-trusted" && error.says(Fixture.bob, Fixture.ann))
    #expect(try await bob.trust.owners().inForce == [Fixture.ann])
  }

  @Test("An owner who leaves themselves out must say so")
  func handover() async throws {
    let fixture = try await Fixture()
    let trust = fixture.store.trust
    let commits = try fixture.commits
    let error = await failure { try await trust.owners(setting: [Fixture.bob]) }
    #expect(error.code == "ambiguous" && error.says(Fixture.bob, "force"))
    #expect(try fixture.commits == commits)
    #expect(try await trust.owners(setting: [Fixture.bob], anyway: true).inForce == [Fixture.bob])
    let late = await failure { try await trust.owners(setting: [Fixture.ann]) }
    #expect(late.code == "not-trusted")
  }

  @Test("An owner is one e-mail address", arguments: ["", "kim", "a@b c@d", "a@b\nc@d"])
  func addresses(name: String) async throws {
    let fixture = try await Fixture()
    let error = await failure {
      try await fixture.store.trust.owners(setting: [Fixture.ann, name])
    }
    #expect(error.code == "usage")
  }

  @Test("A clone trusts a later list of the branch when its user says so")
  func pin() async throws {
    let fixture = try await Fixture()
    let trust = fixture.store.trust
    let none = await failure { try await trust.owners(pin: true) }
    #expect(none.code == "not-found" && none.says("no owners"))
    try await trust.owners(setting: [Fixture.ann])
    // As if another clone of Ann's had named Cy too.
    try await fixture.store.store.setConfig("judge.owners", nil)
    try await trust.owners(setting: [Fixture.ann, Fixture.cy])
    try await fixture.store.store.setConfig("judge.owners", Fixture.ann)
    let before = try await trust.owners()
    #expect(before.inForce == [Fixture.ann] && before.differs)
    let after = try await trust.owners(pin: true)
    #expect(after.inForce == [Fixture.ann, Fixture.cy] && !after.differs)
  }

  @Test("A fresh clone pins the owners that it finds, once")
  func pinned() async throws {
    let fixture = try await Fixture()
    let trust = fixture.store.trust
    try await trust.pinOwners()
    #expect(try await trust.owners().pinned == nil, "nobody has been named")
    try await trust.owners(setting: [Fixture.ann, Fixture.cy])
    try await fixture.store.store.setConfig("judge.owners", nil)
    try await trust.pinOwners()
    #expect(try await trust.owners().pinned == [Fixture.ann, Fixture.cy])
  }

  /// Labels that Bob brought in the name of Cy, who is pinned.
  private func waiting() async throws -> (fixture: Fixture, ann: JudgeRepository) {
    let fixture = try await Fixture(.team, [TraceLine("n"), TraceLine("m")])
    try await fixture.pin(Fixture.cy)
    let bob = try await fixture.handed(to: Fixture.bob)
    for key in ["n", "m"] {
      var label = LabelService.NewLabel(trace: key, name: "tone")
      label.text = "good"
      label.sourceID = Fixture.cy
      _ = try await bob.labels.addFeedback(label)
    }
    return (fixture, try await fixture.handed(to: Fixture.ann))
  }

  @Test("An owner confirms labels that others brought, and takes that back")
  func confirmed() async throws {
    let (fixture, ann) = try await waiting()
    #expect(try await fixture.votes("n").isEmpty)
    #expect(try await ann.maintenance.status().unconfirmed == [Fixture.cy: 3], "with c4")
    var request = EndorsementRequest()
    request.confirm = [Fixture.cy]
    request.reason = "by mail"
    let made = try await ann.trust.endorse(request)
    #expect(made.count == 1 && made[0].value.confirms.count == 3)
    #expect(made[0].value.reason == "by mail")
    #expect(try await fixture.votes("n") == [Fixture.cy: "good"])
    #expect(try await ann.trust.owners().endorsements.keys.sorted() == [made[0].id.hex])
    var back = EndorsementRequest()
    back.withdraw = [made[0].id.prefix(8)]
    _ = try await ann.trust.endorse(back)
    #expect(try await fixture.votes("n").isEmpty)
  }

  @Test("One label is confirmed by its id")
  func oneLabel() async throws {
    let (fixture, ann) = try await waiting()
    let id = try #require(try await ann.traces.find("n").labels.first).id
    var request = EndorsementRequest()
    request.confirm = [id]
    _ = try await ann.trust.endorse(request)
    #expect(try await fixture.votes("n") == [Fixture.cy: "good"])
    #expect(try await fixture.votes("m").isEmpty)
  }

  @Test("Two addresses of one person have one vote")
  func samePerson() async throws {
    let fixture = try await Fixture()
    #expect(try await fixture.votes("c4").count == 3)
    var request = EndorsementRequest()
    request.samePerson = [Fixture.cy, Fixture.bob]
    _ = try await fixture.store.trust.endorse(request)
    #expect(try await fixture.votes("c4").keys.sorted() == [Fixture.ann, Fixture.bob])
    request.samePerson = [Fixture.cy]
    let alone = request
    let error = await failure { try await fixture.store.trust.endorse(alone) }
    #expect(error.code == "usage" && error.says("two"))
  }

  @Test("An endorsement of something unknown is refused")
  func unknown() async throws {
    let fixture = try await Fixture()
    func endorse(_ change: (inout EndorsementRequest) -> Void) async -> Failure {
      var request = EndorsementRequest()
      change(&request)
      let made = request
      return await failure { try await fixture.store.trust.endorse(made) }
    }
    let (confirm, adopt) = (
      await endorse { $0.confirm = ["kim@example.com"] }, await endorse { $0.adopt = ["abcdef0"] }
    )
    #expect(confirm.code == "not-found" && confirm.says("kim@example.com"))
    #expect(adopt.code == "not-found" && adopt.says("abcdef0"))
    #expect(await endorse { $0.lift = ["abcdef0"] }.says("abcdef0", "redaction"))
    #expect(await endorse { $0.withdraw = ["abcdef0"] }.says("abcdef0", "endorsement"))
    let empty = EndorsementRequest()
    #expect(empty.isEmpty)
  }

  @Test("Only an owner endorses")
  func endorsing() async throws {
    let fixture = try await Fixture()
    let bob = try await fixture.handed(to: Fixture.bob)
    var request = EndorsementRequest()
    request.samePerson = [Fixture.cy, Fixture.bob]
    let made = request
    let error = await failure { try await bob.trust.endorse(made) }
    #expect(error.code == "not-trusted" && error.says(Fixture.bob))
  }

  @Test("Only its author or an owner deletes or renames a record")
  func reserved() async throws {
    let fixture = try await Fixture()
    try await fixture.store.trust.owners(setting: [Fixture.ann])
    let bob = try await fixture.handed(to: Fixture.bob)
    let delete = await failure { try await bob.traces.set("c0", deleted: true) }
    #expect(delete.code == "not-trusted" && delete.says(Fixture.ann))
    let rename = await failure { try await bob.experiments.rename("support", to: "mine") }
    #expect(rename.code == "not-trusted")
    let judge = await failure { try await bob.judges.unregister("tone@v1") }
    #expect(judge.code == "not-trusted")
    try await bob.traces.tag("c0", "seen", "bob")
    #expect(try await bob.traces.find("c0").tags["seen"] == "bob", "a tag is anybody's to set")
    try await bob.add([TraceLine("own")])
    try await bob.traces.set("own", deleted: true)
    #expect(await failure { try await bob.traces.find("own") }.code == "not-found")
  }

  @Test("The role of a pinned reviewer is set by owners and themselves")
  func roles() async throws {
    let fixture = try await Fixture()
    try await fixture.pin(Fixture.cy)
    let bob = try await fixture.handed(to: Fixture.bob)
    let error = await failure { try await bob.agreement.setRole(of: Fixture.cy, to: "adjudicator") }
    #expect(error.code == "not-trusted" && error.says(Fixture.cy))
    try await bob.agreement.setRole(of: Fixture.bob, to: "adjudicator")
    let cy = try await fixture.handed(to: Fixture.cy)
    try await cy.agreement.setRole(of: Fixture.cy, to: "adjudicator")
    #expect(try await cy.agreement.report("tone").set.reviewers == [Fixture.ann])
  }
}
