import Testing

@testable import JudgeGit

@Suite struct RepackStateTests {
  private func pack(_ name: String, _ first: UInt64, _ objects: Int) -> PackList.Entry {
    PackList.Entry(
      name: "pack-\(name)", sample: ObjectID(high: first, middle: 0, low: 0), objects: objects)
  }

  @Test(arguments: [(nil, 24), (50, 24), (0, 24), (20, 10), (1, 2), (-1, 24), (1000, 24)])
  func theLimitIsHalfOfWhatGitTolerates(_ configured: Int?, _ limit: Int) {
    #expect(RepackPlan.limit(autoPackLimit: configured) == limit)
  }

  @Test func foreignPacksAreKept() throws {
    let present: Set = ["pack-a", "pack-b", "pack-c", "pack-x"]
    #expect(RepackPlan(present: present, ours: ["pack-a", "pack-b"], limit: 2) == nil)
    let plan = try #require(
      RepackPlan(present: present, ours: ["pack-a", "pack-b", "pack-c", "pack-gone"], limit: 2))
    #expect(plan.kept == ["pack-x"])
    #expect(
      plan.arguments == [
        "repack", "--geometric=2", "-d", "-l", "-q", "--keep-pack=pack-x.pack",
      ])
  }

  @Test func thePackThatSwallowedOursIsOurs() {
    let listed = [pack("a", 1, 5), pack("b", 2, 6), pack("c", 3, 100)]
    let state = RepackState(
      present: ["pack-a", "pack-b", "pack-c", "pack-x"], looseObjects: 3)
    let after = state.reconciled(listed, now: ["pack-c", "pack-x", "pack-new", "pack-fetched"]) {
      name, samples in
      name == "pack-new" ? (13, samples) : (4, [])
    }
    #expect(after.map(\.name) == ["pack-c", "pack-new"])
    #expect(after.last?.objects == 13)
    #expect(after.last?.sample == listed[0].sample)
  }

  @Test func aPackOfEverythingStaysForeign() {
    let listed = [pack("a", 1, 5)]
    let state = RepackState(present: ["pack-a", "pack-x"], looseObjects: 0)
    let after = state.reconciled(listed, now: ["pack-gc"]) { (500, $1) }
    #expect(after.isEmpty)
  }

  @Test func stateAndListComeBack() {
    let state = RepackState(present: ["pack-b", "pack-a"], looseObjects: 7)
    #expect(RepackState(state.serialized) == state)
    #expect(RepackState(Array("x\npack-a".utf8)) == nil)
    let entry = pack("a", 9, 12)
    #expect(PackList.Entry(line: entry.line.dropLast()) == entry)
    for bad in ["", "pack-a 12", "pack-a zz 1", "../pack-a \(entry.sample) 1"] {
      #expect(PackList.Entry(line: bad) == nil)
    }
  }
}
