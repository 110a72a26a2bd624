import JudgeJSON
import JudgeRecords
import JudgeWork
import Testing

@testable import JudgeIndex

@Suite("Questions")
struct QueryTests {
  @Test("The latest trace comes first, those without a time last, ties by id")
  func order() async throws {
    let fixture = try await IndexFixture([
      try Samples.trace("tr-b", at: 5), try Samples.trace("tr-a", at: 5),
      try Samples.trace("tr-c"), try Samples.trace("tr-d", at: 9),
    ])
    #expect(try await fixture.ids() == ["tr-d", "tr-a", "tr-b", "tr-c"])
    #expect(try await fixture.ids(orderBy: ["timestamp"]) == ["tr-a", "tr-b", "tr-d", "tr-c"])
    #expect(
      try await fixture.ids(orderBy: ["trace_id DESC"]) == ["tr-d", "tr-c", "tr-b", "tr-a"])
  }

  @Test("A cursor holds its place while traces come and go")
  func cursor() async throws {
    var records = try (0..<6).map { try Samples.trace("tr-\($0)", at: Int64($0)) }
    let fixture = try await IndexFixture(records)
    var query = TraceQuery(limit: 2)
    let first = try await fixture.index.traces(query)
    #expect(first.traces.map(\.id) == ["tr-5", "tr-4"])
    records.remove(at: 5)
    records.append(try Samples.trace("tr-new", at: 100))
    try await fixture.set(records)
    query.cursor = first.next
    let second = try await fixture.index.traces(query)
    #expect(second.traces.map(\.id) == ["tr-3", "tr-2"])
    query.cursor = second.next
    let last = try await fixture.index.traces(query)
    #expect(last.traces.map(\.id) == ["tr-1", "tr-0"])
    #expect(last.next == nil)
  }

  @Test("A cursor of another search, and no cursor at all, are refused")
  func badCursor() async throws {
    let fixture = try await IndexFixture(
      try (0..<3).map { try Samples.trace("tr-\($0)", at: Int64($0)) })
    let next = try await fixture.index.traces(TraceQuery(limit: 1)).next
    for query in [
      TraceQuery(filter: "status = 'OK'", cursor: next),
      TraceQuery(orderBy: ["name"], cursor: next),
      TraceQuery(cursor: "nonsense"), TraceQuery(cursor: "e30"),
    ] {
      let error = await #expect(throws: JudgeFailure.self) { try await fixture.index.traces(query) }
      #expect(error?.code == .badCursor)
    }
  }

  @Test("A trace is found by a prefix that is its alone")
  func prefix() async throws {
    let fixture = try await IndexFixture([
      try Samples.trace("tr-12ab34"), try Samples.trace("tr-12ab99"),
      try Samples.trace("tr-9f8e7d"),
      try Samples.trace("12ab"),
    ])
    let index = fixture.index
    #expect(try await index.trace(idOrPrefix: "9f8e").id == "tr-9f8e7d")
    #expect(try await index.trace(idOrPrefix: "tr-12ab3").id == "tr-12ab34")
    #expect(try await index.trace(idOrPrefix: "12ab").id == "12ab")
    let ambiguous = await #expect(throws: JudgeFailure.self) {
      try await index.trace(idOrPrefix: "tr-12ab")
    }
    #expect(ambiguous?.code == .ambiguous)
    #expect(ambiguous?.message.contains("tr-12ab34, tr-12ab99") ?? false)
    for text in ["9f8", "ffff"] {
      let missing = await #expect(throws: JudgeFailure.self) {
        try await index.trace(idOrPrefix: text)
      }
      #expect(missing?.code == .notFound)
    }
  }

  @Test("A deleted trace is out of sight until it is restored")
  func deleted() async throws {
    let trace = try Samples.trace("tr-1", key: "case-1")
    let deletion = try Samples.change(.trace, "tr-1", "lifecycle", Change.deleted)
    let label = try Samples.label("good", on: "tr-1")
    let fixture = try await IndexFixture([trace, deletion, label])
    let index = fixture.index
    #expect(try await fixture.ids() == [])
    let page = try await index.traces(TraceQuery(includeDeleted: true))
    #expect(page.deleted == ["tr-1"])
    #expect(try await index.labelledTraces(experiment: nil, feedbackName: "quality") == [])
    await #expect(throws: JudgeFailure.self) { try await index.trace(idOrPrefix: "tr-1") }
    let experiment = try Samples.experimentID()
    #expect(try await index.traceIDs(clientRequestID: "case-1", experiment: experiment) == [])
    #expect(try await index.knownClientRequests(in: experiment)["case-1"]?.count == 1)
    try await fixture.set([trace, label])
    #expect(try await fixture.ids() == ["tr-1"])
  }

  @Test("Labelled traces are whole: all labels, all verdicts, in order")
  func labelled() async throws {
    let records = [
      try Samples.trace("tr-1"), try Samples.trace("tr-2"), try Samples.trace("tr-3"),
      try Samples.label("good", on: "tr-1", by: "bob", at: 9),
      try Samples.label("poor", on: "tr-1", by: "ann", at: 3),
      try Samples.label("warm", on: "tr-1", by: "ann", name: "tone"),
      try Samples.label("cold", on: "tr-3", by: "ann", name: "tone"),
      try Samples.verdicts([("tr-1", "good"), ("tr-2", "poor")]),
    ]
    let fixture = try await IndexFixture(records)
    let traces = try await fixture.index.labelledTraces(
      experiment: try Samples.experimentID(), feedbackName: "quality")
    #expect(traces.map(\.id) == ["tr-1", "tr-2"])
    #expect(traces[0].labels.map(\.assessment.name) == ["tone", "quality", "quality"])
    #expect(traces[0].votes(on: "quality").map(\.assessment.source.id) == ["ann", "bob"])
    #expect(traces.map { $0.verdicts.map(\.value) } == [["good"], ["poor"]])
    #expect(traces[0].inputs == ["question": "What about tr-1?"])
    let other = ContentID(hashing: [9])
    #expect(
      try await fixture.index.labelledTraces(experiment: other, feedbackName: "quality") == [])
  }

  @Test("The same verdict in two batches is one; assessments are found by id")
  func verdictsAndIDs() async throws {
    let both = try Samples.verdicts([("tr-1", "good"), ("tr-1", "poor")])
    let one = try Samples.verdicts([("tr-1", "good")])
    let label = try Samples.label("good", on: "tr-1")
    let fixture = try await IndexFixture([try Samples.trace("tr-1"), both, one, label])
    let index = fixture.index
    let verdicts = try await index.trace(idOrPrefix: "tr-1").verdicts
    #expect(Set(verdicts.map(\.value)) == ["good", "poor"])
    #expect(verdicts.count == 2)
    let id = try #require(verdicts.first?.assessmentID)
    let known = try await index.knownAssessmentIDs(
      among: [id, Samples.assessmentID(label), "a-nothing"])
    #expect(known == [id, Samples.assessmentID(label)])
    #expect(try await index.assessment(idOrPrefix: String(id.prefix(12))).traceID == "tr-1")
    guard
      case .label(let found, _) = try await index.assessment(
        idOrPrefix: Samples.assessmentID(label))
    else {
      Issue.record("a label is not a verdict")
      return
    }
    #expect(found.record == label.id)
    try await fixture.set([try Samples.trace("tr-1"), one])
    #expect(try await index.trace(idOrPrefix: "tr-1").verdicts.map(\.value) == ["good"])
  }

  @Test("What is said of a session is found on all its traces, within the experiment")
  func sessions() async throws {
    let session: JSONObject = ["mlflow.trace.session": "s1"]
    let fixture = try await IndexFixture([
      try Samples.trace("tr-1", metadata: session), try Samples.trace("tr-2", metadata: session),
      try Samples.trace("tr-3"),
      try Samples.label("good", on: "tr-1") { $0.metadata = session },
    ])
    #expect(try await Set(fixture.ids("feedback.quality = 'good'")) == ["tr-1", "tr-2"])
    #expect(try await fixture.ids("feedback.quality IS NULL") == ["tr-3"])
  }

  @Test("Experiments and runs have what changes say of them")
  func experiments() async throws {
    let id = try Samples.experimentID()
    let run = try Run(experiment: id, nonce: "1", name: "first").record()
    let other = try Experiment(name: "Default").record()
    let fixture = try await IndexFixture([
      try Samples.experiment.record(), other, run, try Samples.trace("tr-1"),
      try Samples.change(.experiment, id.hex, "name", "help desk"),
      try Samples.change(.experiment, id.hex, "tag/team", "blue"),
      try Samples.change(.experiment, other.id.hex, "lifecycle", Change.deleted),
      try Samples.change(.run, run.id.hex, "status", "FINISHED"),
      try Samples.change(.run, run.id.hex, "metric/accuracy", 0.75),
    ])
    let experiments = try await fixture.index.experiments()
    #expect(experiments.map(\.name) == ["help desk"])
    #expect(experiments.first?.tags == ["team": "blue"])
    #expect(experiments.first?.traceCount == 1)
    #expect(experiments.first?.runCount == 1)
    #expect(experiments.first?.number == id.experimentNumber(createdAs: "support"))
    let all = try await fixture.index.experiments(includeDeleted: true)
    #expect(all.map(\.number).contains("0"))
    let runs = try await fixture.index.runs(experiment: id)
    #expect(runs.map(\.status) == ["FINISHED"])
    #expect(runs.first?.metrics == ["accuracy": 0.75])
    #expect(runs.first?.name == "first")
  }

  @Test("Records of small kinds are read as values")
  func values() async throws {
    let judge = try JudgeBody(name: "j", instructions: "{{ outputs }}").record()
    var registration = Registration(
      experiment: try Samples.experimentID(), name: "j", version: 1, judge: judge.id)
    registration.time = Timestamp(milliseconds: 1)
    let record = try registration.record()
    let change = try Samples.change(.registration, record.id.hex, "version", 2)
    let fixture = try await IndexFixture([judge, record, change])
    let index = fixture.index
    #expect(try await index.values(of: JudgeBody.self).map(\.id) == [judge.id])
    #expect(try await index.value(of: JudgeBody.self, judge.id)?.name == "j")
    #expect(try await index.value(of: JudgeBody.self, record.id) == nil)
    #expect(try await index.identities(of: .judge, prefix: judge.id.prefix(6)) == [judge.id])
    let target = ChangeTarget(kind: .registration, id: record.id.hex)
    #expect(try await index.changes(on: target).map(\.id) == [change.id])
    #expect(try await index.versions().versions.values.first?.map(\.number) == [2])
  }
}
