import JudgeAlignment
import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeTestSupport

/// Made-up traces with recorded verdicts of a judge, and reviewers who know the truth.
enum Planted {
  static let source = "biased"

  /// A judge over the recorded verdicts.
  static func body() -> JudgeBody {
    var body = JudgeBody(
      name: "tone", instructions: "Is {{ outputs }} a good answer to {{ inputs }}?")
    body.values = ["good", "bad"]
    body.pass = ["good"]
    body.model = "recorded:/\(source)"
    return body
  }

  static func judge(_ body: JudgeBody = body()) throws -> any Judge {
    try ModelRegistry().judge(body)
  }

  static func label(_ value: JSONValue, by reviewer: String, on id: String) -> Label {
    let assessment = Assessment(
      traceID: id, name: "tone", source: .human(reviewer), content: .feedback(value))
    return Label(
      id: "a-\(id)-\(reviewer)", record: ContentID(hashing: Array("\(id) \(reviewer)".utf8)),
      assessment: assessment)
  }

  static func verdict(_ value: JSONValue, name: String = "tone") -> Feedback {
    Feedback(
      name: name, value: value, rationale: nil,
      source: AssessmentSource(type: .llmJudge, id: source))
  }

  /// One trace; `verdict` is what the recorded judge said, `nil` where it said nothing.
  static func trace(
    _ id: String, output: String = "An answer.", votes: [JSONValue], verdict: JSONValue?,
    group: String? = nil
  ) -> Trace {
    var trace = Trace(
      id: id, inputs: ["question": .string("question \(id)")], outputs: .string(output))
    trace.group = group
    trace.labels = votes.enumerated().map { label($1, by: "reviewer-\($0)", on: id) }
    if let verdict { trace.verdicts = [Self.verdict(verdict)] }
    return trace
  }

  /// People like short answers; the judge likes long ones, and is wrong in most cases.
  static func lengthBias(_ count: Int, seed: UInt64 = 1) -> [Trace] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { index in
      let isLong = generator.once(in: 2)
      let words = isLong ? 60 + generator.below(40) : 5 + generator.below(8)
      let text = (0..<words).map { _ in generator.pick("this", "answer", "says", "what", "to", "do")
      }
      .joined(separator: " ")
      let people: JSONValue = (isLong ? "bad" : "good")
      let noise = generator.once(in: 10)
      let other: JSONValue = people == "bad" ? "good" : "bad"
      return trace(
        "tr-\(index + 1000)", output: text, votes: [noise ? other : people],
        verdict: isLong ? "good" : "bad")
    }
  }

  /// The judge is right about answers of middle length, and likes very long ones; people do not.
  static func rareBias(_ count: Int, seed: UInt64 = 1) -> [Trace] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { index in
      let isLong = generator.once(in: 3)
      let words = isLong ? 60 + generator.below(40) : 5 + generator.below(40)
      let text = (0..<words).map { _ in generator.pick("this", "answer", "says", "what", "to", "do")
      }
      .joined(separator: " ")
      let truth: JSONValue = generator.pick("good", "bad")
      let people: JSONValue = isLong ? (generator.once(in: 6) ? "good" : "bad") : truth
      return trace(
        "tr-\(index + 1000)", output: text, votes: [people], verdict: isLong ? "good" : truth)
    }
  }

  /// The judge errs at random in one of eight cases: nothing can be learnt.
  static func noSignal(_ count: Int, seed: UInt64 = 1) -> [Trace] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { index in
      let people: JSONValue = generator.pick("good", "bad")
      let other: JSONValue = people == "bad" ? "good" : "bad"
      return trace(
        "tr-\(index + 1000)", votes: [people], verdict: generator.once(in: 8) ? other : people)
    }
  }
}
