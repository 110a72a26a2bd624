import JudgeJSON
import JudgeRecords
import Testing

@Suite("One vote per trace, name, span and source")
struct LabelVoteTests {
  @Test("Each source has a vote of its own on each question")
  func questions() throws {
    var scene = Scene()
    try scene.label("ann", 1, at: 1)
    try scene.label("bob", 2, at: 1)
    try scene.label("ann", 3, at: 1) { $0.name = "tone" }
    try scene.label("ann", 4, at: 1) { $0.spanID = "s1" }
    try scene.label("ann", 5, at: 1) { $0.spanID = "s2" }
    try scene.label("ann", 6, at: 1) { $0.content = .expectation(6) }
    try scene.label("ann", 7, at: 1) { $0.source = AssessmentSource(type: .code, id: "ann") }
    #expect(scene.labels.allSatisfy { $0.standing == .counts })
    #expect(Set(scene.votes) == [1, 2, 3, 4, 5, 7])
  }

  @Test("Of two that did not see each other the later counts")
  func contended() throws {
    var scene = Scene()
    let later = try scene.label("ann", 2, at: 2)
    let earlier = try scene.label("ann", 1, at: 1)
    #expect(scene.label(later)?.standing == .counts)
    #expect(scene.label(earlier)?.standing == .contended)
  }

  @Test("At the same time the greater id counts, on every machine")
  func tieByID() throws {
    var scene = Scene()
    let ids = try [1, 2, 3].map { try scene.label("ann", .number($0), at: 1) }
    let greatest = try #require(ids.max())
    #expect(scene.labels.filter { $0.standing == .counts }.map(\.id) == [greatest])
    #expect(scene.labels.map(\.id) == ids.sorted())
  }

  @Test("A missing time sorts first")
  func missingTime() throws {
    var scene = Scene()
    let timeless = try scene.label("ann", 1, at: nil)
    try scene.label("ann", 2, at: -1000)
    #expect(scene.votes == [2])
    #expect(scene.labels.first?.id == timeless)
  }

  @Test("Names and sources that differ only by Unicode normalisation are different")
  func normalisation() throws {
    var scene = Scene()
    try scene.label("ren\u{e9}", 1, at: 1)
    try scene.label("rene\u{301}", 2, at: 1)
    try scene.label("ann", 3, at: 1) { $0.name = "\u{e9}" }
    try scene.label("ann", 4, at: 1) { $0.name = "e\u{301}" }
    #expect(Set(scene.votes) == [1, 2, 3, 4])
    var trace = Trace(id: Scene.trace, inputs: .null, outputs: .null)
    trace.labels = scene.labels
    #expect(trace.votes(on: "\u{e9}").map(\.assessment.content) == [.feedback(3)])
  }

  @Test("A deliberate repeat is not a vote and takes none away")
  func repeats() throws {
    var scene = Scene()
    let vote = try scene.label("ann", 1, at: 1)
    let second = try scene.label("ann", 2, at: 2) { $0.repeatIndex = 1 }
    let third = try scene.label("ann", 3, at: 3, overrides: vote) { $0.repeatIndex = 2 }
    #expect(scene.votes == [1])
    #expect(scene.label(second)?.standing == .repeated)
    #expect(scene.label(third)?.standing == .repeated)
    let again = try scene.label("ann", 4, at: 4, overrides: second) { $0.repeatIndex = 1 }
    #expect(scene.label(second)?.standing == .overridden)
    #expect(scene.label(again)?.standing == .repeated)
  }

  @Test("What a file calls invalid does not count")
  func invalid() throws {
    var scene = Scene()
    let invalid = try scene.label("ann", 1, at: 2) { $0.valid = false }
    try scene.label("ann", 2, at: 1) { $0.valid = true }
    #expect(scene.votes == [2])
    #expect(scene.label(invalid)?.standing == .invalid)
  }

  @Test("A label is stale when the trace has changed since it was shown")
  func stale() throws {
    var scene = Scene()
    var trace = TraceRecord(experiment: Scene.experiment)
    trace.traceID = Scene.trace
    trace.outputs = "first"
    try scene.add(trace)
    let shown = try #require(scene.state.traces[Scene.trace]?.shown)
    try scene.label("ann", 1, at: 1) { $0.seen = shown }
    let blind = try scene.label("bob", 2, at: 1)
    #expect(scene.labels.allSatisfy { !$0.isStale })
    try scene.add(SpanBatch(traceID: Scene.trace, spans: [["name": "late"]]))
    #expect(scene.labels.map(\.isStale).filter { $0 }.count == 1)
    #expect(scene.label(blind)?.isStale == false)
    #expect(scene.votes.count == 2)
  }

  @Test("A second trace record that counts makes labels stale, one that does not leaves them")
  func staleBySecondRecord() throws {
    var scene = Scene()
    var trace = TraceRecord(experiment: Scene.experiment)
    trace.traceID = Scene.trace
    trace.outputs = "whole"
    trace.state = "OK"
    try scene.add(trace)
    let shown = try #require(scene.state.traces[Scene.trace]?.shown)
    try scene.label("ann", 1, at: 1) { $0.seen = shown }
    trace.outputs = "begun"
    trace.state = "IN_PROGRESS"
    try scene.add(trace)
    #expect(scene.labels.first?.isStale == false)
    trace.outputs = "corrected"
    trace.state = "OK"
    trace.requestTime = Scene.hour(1)
    try scene.add(trace)
    #expect(scene.labels.first?.isStale == true)
  }

  @Test("The same given id of one source is one label, as last updated")
  func updatedInPlace() throws {
    var scene = Scene()
    for (value, hour) in [(2, 5), (3, 9), (1, 4)] as [(JSONValue, Int)] {
      try scene.label("ann", value, at: 1) {
        $0.assessmentID = "a-1"
        $0.lastUpdateTime = Scene.hour(hour)
      }
    }
    #expect(scene.votes == [3])
    #expect(scene.labels.map(\.standing) == [.overridden, .overridden, .counts])
    try scene.set("a-1", deleted: true, by: "ann", at: 10)
    #expect(scene.labels.map(\.standing) == [.deleted, .deleted, .deleted])
  }

  @Test("Another source cannot take a label's id over")
  func takenID() throws {
    var scene = Scene()
    let mine = try scene.label("ann", 1, at: 1)
    try scene.label("eve", 2, at: 9) { $0.assessmentID = mine }
    #expect(Set(scene.votes) == [1, 2])
    try scene.set(mine, deleted: true, by: "eve", at: 10)
    #expect(scene.votes == [1])
  }
}
