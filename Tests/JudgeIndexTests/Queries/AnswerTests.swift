import JudgeJSON
import JudgeRecords
import JudgeWork
import Testing

@testable import JudgeIndex

/// What queues and counts are made of, without loading traces.
@Suite struct AnswerTests {
  @Test func whoSaidWhatOnAQuestion() async throws {
    let old = try Samples.label("good", on: "tr-a", by: "ann", at: 1)
    let fixture = try await IndexFixture([
      try Samples.experiment.record(), try Samples.trace("tr-a"), try Samples.trace("tr-b"),
      try Samples.trace("tr-gone"), old,
      try Samples.label("bad", on: "tr-a", by: "ann", at: 2) {
        $0.overrides = Samples.assessmentID(old)
      },
      try Samples.label(3, on: "tr-a", by: "bob", at: 3) { $0.repeatIndex = 1 },
      try Samples.label("bad", on: "tr-a", by: "eve", at: 4) { $0.spanID = "s" },
      try Samples.label("bad", on: "tr-b", by: "eve", at: 5, name: "other"),
      try Samples.label("bad", on: "tr-gone", by: "eve", at: 6),
      try Samples.verdicts([("tr-b", true)]),
      try Samples.change(.trace, "tr-gone", "lifecycle", Change.deleted),
    ])
    let experiment = try Samples.experimentID()
    let answers = try await fixture.index.answers(named: "quality", in: experiment)
    #expect(
      answers.map { "\($0.traceID) \($0.source.id) \($0.value ?? "-") \($0.standing)" } == [
        "tr-a ann good overridden", "tr-a ann bad counts", "tr-a bob 3 repeated",
        "tr-b m1 true counts",
      ])
    #expect(answers.map(\.isVerdict) == [false, false, false, true])
    #expect(answers[2].repeatIndex == 1)
    #expect(answers[1].time == Timestamp(milliseconds: 2))
    #expect(
      try await fixture.index.answeredNames(in: experiment) == ["other", "quality"])
    let elsewhere = ContentID(hashing: [1])
    #expect(try await fixture.index.answers(named: "quality", in: elsewhere).isEmpty)
  }

  @Test func tagsThatBeginSo() async throws {
    let fixture = try await IndexFixture([
      try Samples.experiment.record(),
      try Samples.trace("tr-a", tags: ["mark/x/": "0", "mark/x/é%_": "1", "mark/xy": "2"]),
      try Samples.trace("tr-b", metadata: ["mark/x/a": "no tag"]),
      try Samples.change(.trace, "tr-b", "tag/mark/x/b", "3"),
      try Samples.trace("tr-c", tags: ["mark/x/c": "4"]),
      try Samples.change(.trace, "tr-c", "tag/mark/x/c", .null),
    ])
    let tags = try await fixture.index.tags(
      beginning: "mark/x/", in: try Samples.experimentID())
    #expect(
      tags.map { "\($0.traceID) \($0.rest) \($0.value)" } == ["tr-a  0", "tr-a é%_ 1", "tr-b b 3"])
  }

  @Test func allIdsOfASearch() async throws {
    let fixture = try await IndexFixture(
      [try Samples.experiment.record()]
        + (0..<30).map { try Samples.trace("tr-\($0)", tags: ["half": $0 < 15 ? "a" : "b"]) })
    let query = TraceQuery(
      experiment: try Samples.experimentID(), filter: "tag.half = 'a'", limit: 2)
    #expect(try await fixture.index.traceIDs(query).count == 15)
    let text = TraceQuery(filter: "text ILIKE '%ABOUT TR-7?%'")
    #expect(try await fixture.index.traceIDs(text) == ["tr-7"])
    await #expect(throws: JudgeFailure.self) {
      try await fixture.index.traceIDs(TraceQuery(filter: "nonsense"))
    }
  }
}
