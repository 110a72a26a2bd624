import JudgeAlignment
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeTestSupport
import JudgeWork
import SimulatedModel

/// Made-up labelled traces, and judges for them.
enum Draws {
  static let name = "support_quality"

  /// A judge of the simulated reviews that takes length for quality.
  static func judge(
    _ corpus: SimulatedCorpus, _ context: AlignmentContext
  ) throws -> any Judge {
    var body = JudgeBody(name: name, instructions: corpus.instructions)
    body.values = ["yes", "no"]
    body.pass = ["yes"]
    body.model = "simulated:/x"
    return try context.registry.judge(body)
  }

  /// A corpus as traces; with groups of several, each case stands so often, under one group.
  static func traces(_ corpus: SimulatedCorpus, groupSize: Int = 1) -> [Trace] {
    corpus.traces.flatMap { made in
      (0..<groupSize).map { copy in
        var trace = Trace(
          id: "tr-\(made.id)-\(copy)", inputs: .object(made.inputs),
          outputs: .object(made.outputs))
        trace.group = made.id
        trace.labels = made.labels.enumerated().map { place, label in
          var assessment = Assessment(
            traceID: trace.id, name: name, source: .human(label.reviewer),
            content: .feedback(label.value))
          assessment.rationale = label.rationale
          let id = "a-\(made.id)-\(copy)-\(place)"
          return Label(id: id, record: ContentID(hashing: Array(id.utf8)), assessment: assessment)
        }
        return trace
      }
    }
  }

  /// Traces with a recorded base, and a recorded judge that is always right.
  ///
  /// - Parameters:
  ///   - labels: what people say about each.
  ///   - base: what the base says about each.
  ///   - seed: enters the ids, and so the split.
  /// - Returns: a trace per label.
  static func recorded(_ labels: [Bool], base: [Bool], seed: Int) -> [Trace] {
    labels.indices.map { place in
      var trace = Trace(
        id: "tr-\(seed)-\(place)", inputs: ["question": .string("question \(seed) \(place)")],
        outputs: .string("answer \(place)"))
      let id = "a-\(seed)-\(place)"
      trace.labels = [
        Label(
          id: id, record: ContentID(hashing: Array(id.utf8)),
          assessment: Assessment(
            traceID: trace.id, name: name, source: .human("reviewer"),
            content: .feedback(value(labels[place]))))
      ]
      trace.verdicts = [("base", base[place]), ("right", labels[place])].map { source, said in
        Feedback(
          name: name, value: value(said), rationale: nil,
          source: AssessmentSource(type: .llmJudge, id: source))
      }
      return trace
    }
  }

  static func recordedJudge() throws -> any Judge {
    var body = JudgeBody(name: name, instructions: "Is {{ outputs }} good for {{ inputs }}?")
    body.values = ["yes", "no"]
    body.pass = ["yes"]
    body.model = "recorded:/base"
    return try ModelRegistry().judge(body)
  }

  static func value(_ passes: Bool) -> JSONValue { passes ? "yes" : "no" }
}

/// An optimizer that proposes the judge of another recorded source.
struct SwitchingOptimizer: AlignmentOptimizer {
  let name = "switching"
  let selection = SelectionMethod.validation
  let needsReader = false
  let source: String
  var isIncremental = false

  func share(learning count: Int, of total: Int) -> (any AlignmentOptimizer)? { self }

  func align(
    _ judge: any Judge, to examples: [AlignmentExample], context: AlignmentContext
  ) async throws(JudgeFailure) -> AlignmentProposal {
    var body = judge.body
    body.model = "recorded:/\(source)"
    return AlignmentProposal(body: body)
  }
}
