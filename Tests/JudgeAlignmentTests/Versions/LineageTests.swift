import JudgeJSON
import JudgeRecords
import JudgeScoring
import Testing

@testable import JudgeAlignment

@Suite("Which labels taught a judge, and what taking some out touches")
struct LineageTests {
  private let body: JudgeBody = {
    var body = JudgeBody(name: "tone", instructions: "Rate.")
    body.guidelines = [
      Guideline(text: "Be kind.", labels: ["a-1", "a-2"]), Guideline(text: "Typed."),
    ]
    body.examples = [
      ["trace_id": "tr-3", "value": "good", "source_assessment_ids": ["a-3"]], ["value": 2],
    ]
    body.calibration = [:]
    var step = AlignmentStep(optimizer: "calibration", seed: 1, base: ContentID(hashing: []))
    step.labels = ["a-9", "a-8"]
    step.decisions = ["tr-9": "good"]
    step.sources = ["instructions": ["a-7"]]
    body.steps = [step]
    return body
  }()

  @Test("Parts in order, with their labels and traces")
  func parts() {
    let lineage = Lineage(body)
    #expect(
      lineage.entries.map(\.part) == [
        .guideline(1), .guideline(2), .example(1), .example(2), .other("calibration"),
        .other("instructions"),
      ])
    #expect(
      lineage.entries.map(\.labels) == [
        ["a-1", "a-2"], [], ["a-3"], [], ["a-8", "a-9"], ["a-7"],
      ])
    #expect(lineage.entries[2].traces == ["tr-3"] && lineage.entries[2].text == "good")
    #expect(lineage.entries[3].text == "2")
    #expect(lineage.labels == ["a-1", "a-2", "a-3", "a-7", "a-8", "a-9"])
    #expect(lineage.traces == ["tr-3", "tr-9"])
  }

  @Test("A step without its calibration in the body taught no calibration")
  func noCalibration() {
    var body = body
    body.calibration = nil
    #expect(!Lineage(body).entries.map(\.part).contains(.other("calibration")))
  }

  private func label(_ id: String, on trace: String, by source: String) -> Label {
    Label(
      id: id, record: ContentID(hashing: Array(id.utf8)),
      assessment: Assessment(
        traceID: trace, name: "tone", source: .human(source), content: .feedback("good")))
  }

  private func removal(hidden: Set<String> = []) -> Removal {
    let labels = [label("a-1", on: "tr-1", by: "ann"), label("a-2", on: "tr-2", by: "bob")]
    return Removal(
      known: .init(
        labels: Dictionary(
          uniqueKeysWithValues: labels.map { ($0.id, ($0, $0.assessment.traceID)) }),
        hiddenTraces: hidden))
  }

  @Test("A label goes if it, its trace or its source is named")
  func removes() {
    var removal = removal()
    #expect(!removal.removes("a-1"))
    removal.labels = ["a-7"]
    #expect(removal.removes("a-7") && !removal.removes("a-1"))
    removal.traces = ["tr-1"]
    #expect(removal.removes("a-1") && !removal.removes("a-2"))
    removal.sources = ["bob"]
    #expect(removal.removes("a-2") && !removal.removes("a-8"))
    #expect(removal.removes(label("a-5", on: "tr-1", by: "eve")))
    #expect(removal.removes(label("a-5", on: "tr-5", by: "bob")))
    #expect(!removal.removes(label("a-5", on: "tr-5", by: "eve")))
  }

  @Test("Redacted are labels that the store has no longer, and those on hidden traces")
  func redacted() {
    var removal = removal(hidden: ["tr-2", "tr-9"])
    #expect(!removal.removes("a-2") && !removal.removes("a-8"))
    removal.redacted = true
    #expect(removal.removes("a-2") && removal.removes("a-8") && !removal.removes("a-1"))
  }

  @Test("A judge is touched by a label or a trace that it learned from")
  func touches() {
    let lineage = Lineage(body)
    var removal = removal()
    #expect(!removal.touches(lineage))
    removal.traces = ["tr-9"]
    #expect(removal.touches(lineage))
    removal.traces = []
    removal.labels = ["a-7"]
    #expect(removal.touches(lineage))
  }
}
