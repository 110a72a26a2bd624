import JudgeJSON
import JudgeRecords
import Testing

@Suite("Changes")
struct ChangeFoldTests {
  private let trace = ChangeTarget(kind: .trace, id: Scene.trace)

  @Test("What another supersedes is history, whatever the clocks say")
  func superseded() throws {
    var scene = Scene()
    let old = try scene.change(trace, "tag/a", "old", at: 9)
    let new = try scene.change(trace, "tag/a", "new", at: 1, superseding: [old])
    let resolution = try #require(scene.state.changes.resolutions(of: trace)["tag/a"])
    #expect(resolution.winner.value == "new")
    #expect(resolution.maximal == [new] && !resolution.isContended)
  }

  @Test("Of several maximal ones the latest wins, and that is reported")
  func contended() throws {
    var scene = Scene()
    let base = try scene.change(trace, "tag/a", "base", at: 1)
    let later = try scene.change(trace, "tag/a", "later", at: 3, superseding: [base])
    let earlier = try scene.change(trace, "tag/a", "earlier", at: 2, superseding: [base])
    let resolution = try #require(scene.state.changes.resolutions(of: trace)["tag/a"])
    #expect(resolution.winner.value == "later" && resolution.winnerID == later)
    #expect(resolution.maximal == [later, earlier] && resolution.isContended)
    try scene.change(trace, "tag/a", "both", at: 1, superseding: [later, earlier])
    let settled = try #require(scene.state.changes.resolutions(of: trace)["tag/a"])
    #expect(settled.winner.value == "both" && !settled.isContended)
  }

  @Test("At the same time the greater id wins")
  func tieByID() throws {
    var scene = Scene()
    let ids = try ["a", "b", "c"].map { try scene.change(trace, "name", .string($0)) }
    let resolution = try #require(scene.state.changes.resolutions(of: trace)["name"])
    #expect(resolution.maximal == ids.sorted(by: >))
    #expect(resolution.contenders.count == 3)
  }

  @Test("Several that say the same are no contention")
  func agreeing() throws {
    var scene = Scene()
    try scene.change(trace, "tag/a", "x", by: "ann", at: 1)
    try scene.change(trace, "tag/a", "x", by: "bob", at: 2)
    let resolution = try #require(scene.state.changes.resolutions(of: trace)["tag/a"])
    #expect(resolution.maximal.count == 2 && !resolution.isContended)
  }

  @Test("A missing time sorts first")
  func missingTime() throws {
    var scene = Scene()
    try scene.change(trace, "tag/a", "timed", at: -5000)
    try scene.change(trace, "tag/a", "timeless", at: nil)
    #expect(scene.state.changes.value(of: trace, "tag/a") == "timed")
  }

  @Test("Superseding a change of another key or target has no effect")
  func otherKey() throws {
    var scene = Scene()
    let name = try scene.change(trace, "name", "n")
    try scene.change(trace, "tag/a", "x", superseding: [name])
    try scene.change(ChangeTarget(kind: .run, id: "r"), "name", "y", superseding: [name])
    #expect(scene.state.changes.value(of: trace, "name") == "n")
  }

  @Test("The superseded change may arrive later")
  func lateTarget() throws {
    var scene = Scene()
    let old = try scene.change(trace, "tag/a", "old", at: 9)
    try scene.change(trace, "tag/a", "new", at: 1, superseding: [old])
    scene.records.reverse()
    #expect(scene.state.changes.value(of: trace, "tag/a") == "new")
  }

  @Test("Tags: later ones, null takes away, others stay")
  func tags() throws {
    var scene = Scene()
    var record = TraceRecord(experiment: Scene.experiment)
    record.traceID = Scene.trace
    record.tags = ["keep": "1", "drop": "2", "replace": "3"]
    try scene.add(record)
    try scene.change(trace, "tag/drop", .null)
    try scene.change(trace, "tag/replace", "4")
    try scene.change(trace, "tag/new", "5")
    try scene.change(trace, "tag/", "empty key")
    #expect(
      scene.state.traces[Scene.trace]?.tags == [
        "": "empty key", "keep": "1", "new": "5", "replace": "4",
      ])
  }

  @Test("Tag keys are bytes")
  func tagBytes() throws {
    var scene = Scene()
    try scene.change(trace, "tag/\u{e9}", "composed")
    try scene.change(trace, "tag/e\u{301}", "decomposed")
    try scene.change(trace, "tag/\u{301}x", "combining")
    let tags = scene.state.changes.tags(JSONObject(), of: trace)
    #expect(tags.count == 3)
    #expect(tags["\u{301}x"] == "combining" && tags["\u{e9}"] == "composed")
  }

  @Test("Targets are bytes, and sorted")
  func targets() throws {
    var scene = Scene()
    let ids = ["z", "e\u{301}", "\u{e9}"]
    for id in ids { try scene.change(ChangeTarget(kind: .trace, id: id), "name", "n") }
    let targets = scene.state.changes.targets.map { Array($0.id.utf8) }
    #expect(targets == ["e\u{301}", "z", "\u{e9}"].map { Array($0.utf8) })
  }

  @Test("Deletion and restoration of a trace, by anyone")
  func lifecycle() throws {
    var scene = Scene()
    let deletion = try scene.change(trace, "lifecycle", Change.deleted, by: "ann")
    try scene.add(SpanBatch(traceID: Scene.trace, spans: [[:]]))
    #expect(scene.state.traces[Scene.trace]?.isDeleted == true)
    try scene.change(trace, "lifecycle", Change.active, by: "bob", superseding: [deletion])
    #expect(scene.state.traces[Scene.trace]?.isDeleted == false)
  }

  @Test(
    "A value that could not be applied is refused",
    arguments: [
      ("name", ""), ("name", .null), ("lifecycle", "gone"), ("version", 0), ("version", "2"),
      ("tag/a", 1), ("alias/n@a", 3),
    ] as [(String, JSONValue)])
  func refused(key: String, value: JSONValue) {
    let error = #expect(throws: RecordError.self) {
      try Change(target: ChangeTarget(kind: .run, id: "r"), key: key, value: value).record()
    }
    #expect(error?.field == "value")
  }
}
