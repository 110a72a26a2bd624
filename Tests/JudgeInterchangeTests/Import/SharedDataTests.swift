import JudgeInterchange
import JudgeJSON
import JudgeRecords
import Testing

@Suite("The shared sets")
struct SharedDataTests {
  struct Counts: Sendable {
    let name: String
    var traces, human, judge, errors, expectations, booleans: Int
  }

  static let sets = [
    Counts(
      name: "pandalm", traces: 549, human: 1647, judge: 1098, errors: 11, expectations: 0,
      booleans: 6),
    Counts(
      name: "nq301", traces: 924, human: 1974, judge: 1848, errors: 3, expectations: 924,
      booleans: 0),
    Counts(
      name: "dices350", traces: 350, human: 11550, judge: 0, errors: 0, expectations: 0,
      booleans: 0),
    Counts(
      name: "llmbar", traces: 224, human: 224, judge: 1792, errors: 4, expectations: 0,
      booleans: 0),
  ]

  @Test(
    "Are read completely", .enabled(if: SharedSet.areThere, "the shared data are not here"),
    arguments: sets)
  func counts(_ expected: Counts) throws {
    let documents = split(try SharedSet.bytes(expected.name))
    #expect(documents.count == expected.traces)
    #expect(documents.map(\.line) == Array(1...expected.traces))
    let reader = LineReader(experiment: experiment)
    let items = try documents.map { try reader.read($0.bytes) }
    let assessments = items.flatMap(\.assessments)
    #expect(items.allSatisfy { $0.holdsTrace && $0.repaired == 0 })
    #expect(assessments.count { Self.isFeedback($0) } == expected.human)
    #expect(assessments.count == expected.human + expected.expectations)
    let verdicts = items.flatMap(\.verdicts)
    #expect(verdicts.count == expected.judge)
    #expect(verdicts.count { $0.verdict.value == nil } == expected.errors)
    let booleans = items.flatMap { $0.trace.outputs?.objectValue?.values ?? [] }
    #expect(booleans.count { $0 == true } == expected.booleans)
    #expect(Set(items.compactMap(\.trace.clientRequestID)).count == expected.traces)
    for item in items { _ = try item.trace.record() }
  }

  private static func isFeedback(_ assessment: Assessment) -> Bool {
    if case .feedback = assessment.content { return assessment.source.type == .human }
    return false
  }
}
