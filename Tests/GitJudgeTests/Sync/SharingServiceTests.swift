import Foundation
import JudgeTestSupport
import Testing

@testable import GitJudge

/// Clones that write apart and exchange their records through one remote.
@Suite(.enabled(if: TestRepository.git != nil, "needs git"))
struct SharingServiceTests {
  @Test("What one clone adds the other has after both have synced")
  func exchanged() async throws {
    let team = try await Team()
    let (ann, bob) = (try await team.clone(of: Fixture.ann), try await team.clone(of: Fixture.bob))
    try await ann.store.add([TraceLine("late")])
    try await ann.label("late", "good")
    try await ann.store.traces.set("c1", deleted: true)
    let sent = try await ann.store.sharing.sync()
    #expect(sent.remote == "origin" && sent.pushed == 3 && sent.fetched == 0)
    let got = try await bob.store.sharing.sync()
    #expect(got.fetched == 3 && got.pushed == 0 && got.tip == sent.tip)
    #expect(try await bob.votes("late") == [Fixture.ann: "good"])
    #expect(await failure { try await bob.store.traces.find("c1") }.code == "not-found")
  }

  @Test("When both wrote, nothing is lost: each has the labels of the other")
  func united() async throws {
    let team = try await Team()
    let (ann, bob) = (try await team.clone(of: Fixture.ann), try await team.clone(of: Fixture.bob))
    try await ann.label("c0", "bad")
    try await bob.label("c0", "bad")
    try await bob.label("c1", "good")
    _ = try await ann.store.sharing.sync()
    let second = try await bob.store.sharing.sync()
    #expect(second.fetched == 1 && second.pushed == 2 && second.problems.isEmpty)
    let third = try await ann.store.sharing.sync()
    #expect(third.fetched == 2 && third.pushed == 0 && third.tip == second.tip)
    for clone in [ann, bob] {
      #expect(try await clone.votes("c0") == [Fixture.ann: "bad", Fixture.bob: "bad"])
      #expect(try await clone.votes("c1") == [Fixture.ann: "bad", Fixture.bob: "good"])
      #expect(try await clone.store.labels.all().count == 16)
    }
  }

  @Test("Two labels that one person gave apart are both kept, and both clones count the same one")
  func contended() async throws {
    let team = try await Team(.empty)
    let (desk, lap) = (try await team.clone(of: Fixture.ann), try await team.clone(of: Fixture.ann))
    try await desk.store.add([TraceLine("n")])
    _ = try await desk.store.sharing.sync()
    _ = try await lap.store.sharing.sync()
    try await desk.label("n", "good")
    try await lap.label("n", "bad")
    for clone in [desk, lap, desk] { _ = try await clone.store.sharing.sync() }
    for clone in [desk, lap] {
      #expect(try await clone.votes("n") == [Fixture.ann: "bad"], "the later one")
      let standings = try await clone.store.labels.all().map(\.standing)
      #expect(standings.count == 2 && Set(standings) == [.counts, .contended])
    }
  }

  @Test("A second sync writes nothing, here or there")
  func again() async throws {
    let team = try await Team()
    let ann = try await team.clone(of: Fixture.ann)
    try await ann.label("c0", "bad")
    let first = try await ann.store.sharing.sync()
    let (commits, remote) = (try ann.commits, try team.git(["for-each-ref"]))
    let second = try await ann.store.sharing.sync()
    #expect(second.fetched == 0 && second.pushed == 0 && second.united == 0)
    #expect(second.tip == first.tip && second.remoteTip == first.tip)
    #expect(try ann.commits == commits)
    #expect(try team.git(["for-each-ref"]) == remote)
  }

  @Test("The first sync fills an empty remote, tags included")
  func filled() async throws {
    let team = try await Team(isPublished: false)
    let ann = try await team.clone(of: Fixture.ann)
    let done = try await ann.store.sharing.sync()
    #expect(done.fetched == 0 && done.pushed > 19 && done.tip == done.remoteTip)
    #expect(try team.git(["rev-parse", "judge"]) == [Substring(done.tip ?? "")])
    #expect(try team.tags() == team.tags(of: ann))
    #expect(try team.tags().keys.sorted() == ["judge/support/tone/v1"])
  }

  @Test("Stores that were started apart become one: the unpublished one joins")
  func joined() async throws {
    let team = try await Team(.plain)
    let (ann, bob) = (try await team.clone(of: Fixture.ann), try await team.clone(of: Fixture.bob))
    for (clone, key) in [(ann, "a"), (bob, "b")] {
      let store = try await clone.store.experiments.open("support", create: true)
      try await store.add([TraceLine(key)])
    }
    _ = try await ann.store.sharing.sync()
    #expect(try await bob.store.sharing.sync().joined > 0)
    _ = try await ann.store.sharing.sync()
    for clone in [ann, bob] {
      let traces = try await clone.store.traces.all()
      #expect(Set(traces.compactMap(\.clientRequestID)) == ["a", "b"])
      #expect(try await clone.store.experiments.all().count == 1)
    }
  }

  @Test("The distance counts records that wait here, and commits that were fetched")
  func distance() async throws {
    let team = try await Team()
    let (ann, bob) = (try await team.clone(of: Fixture.ann), try await team.clone(of: Fixture.bob))
    #expect(try await ann.store.sharing.distance() == nil, "never fetched")
    _ = try await ann.store.sharing.sync()
    try await ann.label("c0", "bad")
    try await bob.label("c1", "good")
    _ = try await bob.store.sharing.sync()
    let before = try #require(try await ann.store.sharing.distance())
    #expect(before.waiting == 1 && before.behind == 0, "the news are not fetched yet")
    try team.git(["fetch", "-q"], in: ann.folder)
    let after = try #require(try await ann.store.sharing.distance())
    #expect(after.waiting == 1 && after.behind == 1)
    let alone = try await Fixture()
    #expect(try await alone.store.sharing.distance() == nil, "no remote")
  }

  @Test("Without a remote to sync with there is nothing to do; one that is not there is named")
  func noRemote() async throws {
    let fixture = try await Fixture()
    let none = await failure { try await fixture.store.sharing.sync() }
    #expect(none.code == "usage")
    let unknown = await failure { try await fixture.store.sharing.sync("team") }
    #expect(unknown.code == "not-found" && unknown.says("team"))
  }

  @Test("The remote given beats the configured one, and that beats origin")
  func chosen() async throws {
    let team = try await Team()
    let ann = try await team.clone(of: Fixture.ann)
    let store = ann.store.store
    for name in ["first", "second"] { try await store.setConfig("remote.\(name).url", team.url) }
    try await store.setConfig("remote.origin.url", team.folder.file("nowhere").path)
    try await store.setConfig("judge.remote", "first")
    #expect(try await ann.store.sharing.sync().remote == "first")
    #expect(try await ann.store.sharing.sync("second").remote == "second")
  }

  @Test("While the remote is out of reach the records wait, and are counted")
  func unreachable() async throws {
    let team = try await Team()
    let ann = try await team.clone(of: Fixture.ann)
    _ = try await ann.store.sharing.sync()
    try await ann.label("c0", "bad")
    let away = team.folder.file("away")
    try FileManager.default.moveItem(at: team.folder.file(".git"), to: away)
    let error = await failure { try await ann.store.sharing.sync() }
    #expect(error.code == "offline" && error.says("origin", "1 record"))
    #expect(try await ann.votes("c0")[Fixture.ann] == "bad")
    try FileManager.default.moveItem(at: away, to: team.folder.file(".git"))
    #expect(try await ann.store.sharing.sync().pushed == 1)
  }
}
