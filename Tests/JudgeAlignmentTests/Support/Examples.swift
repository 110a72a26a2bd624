import JudgeJSON
import JudgeRecords
import JudgeScoring

@testable import JudgeAlignment

/// Labelled traces as optimizers see them.
enum Examples {
  static func body() -> JudgeBody {
    var body = Planted.body()
    body.model = "scripted:/x"
    return body
  }

  static func one(
    _ id: String, _ value: JSONValue = "good", reason: String? = nil, said: JSONValue = "good",
    group: String? = nil
  ) -> AlignmentExample {
    var trace = Planted.trace(
      id, output: "answer \(id)", votes: [value], verdict: said, group: group)
    if let reason {
      var assessment = Assessment(
        traceID: id, name: "tone", source: .human("reviewer-0"), content: .feedback(value))
      assessment.rationale = reason
      trace.labels = [
        Label(
          id: "a-\(id)-reviewer-0", record: ContentID(hashing: Array(id.utf8)),
          assessment: assessment)
      ]
    }
    return AlignmentExample(
      trace: trace, label: value, votes: trace.votes(on: "tone"), group: group ?? id,
      feedback: Planted.verdict(said))
  }

  static func several(_ count: Int) -> [AlignmentExample] {
    (0..<count).map { one("tr-\($0 + 100)", $0 % 2 == 0 ? "good" : "bad", reason: "reason \($0)") }
  }
}
