import JudgeEvaluation
import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeScoring
import JudgeWork
import SimulatedModel
import Synchronization

@testable import JudgeAlignment

/// The simulated model as a chat model of this process.
final class SimulatedChat: Sendable {
  private let model: SimulatedLLM
  private let state = Mutex<(judged: Int, reflected: Int)>((0, 0))

  init(_ model: SimulatedLLM = SimulatedLLM()) { self.model = model }

  /// How many verdicts and reflections it was asked for.
  var calls: (judged: Int, reflected: Int) { state.withLock { $0 } }

  /// A context in which it answers for `simulated:/…`.
  func context(seed: UInt64) -> AlignmentContext {
    AlignmentContext(seed: seed, registry: ModelRegistry(providers: [chat]))
  }

  private func chat(_ uri: ModelURI) throws(JudgeFailure) -> (any ChatModel)? {
    uri.provider == "simulated" ? Chat(uri: uri, owner: self) : nil
  }

  private struct Chat: ChatModel {
    let uri: ModelURI
    let owner: SimulatedChat

    func complete(_ request: ChatRequest) async throws(JudgeFailure) -> ChatResponse {
      let isReflection = request.responseSchema?["properties"]?["result"] == nil
      owner.state.withLock {
        if isReflection { $0.reflected += 1 } else { $0.judged += 1 }
      }
      return owner.model.answer(request)
    }
  }
}

/// One alignment of a judge that takes length for quality, on made-up reviews.
struct SimulatedRun {
  let improved: Bool
  let base: Double
  let aligned: Double
  let kept: Double
  let reflections: Int
  let verdicts: Int
  let body: JudgeBody

  /// Aligns to 50 labels and measures on traces that nobody labelled.
  init(
    _ optimizer: any AlignmentOptimizer, rule: PlantedRule, seed: UInt64, labels: Int = 50,
    unseen: Int = 60,
    hasSignal: Bool = true, scale: SimulatedCorpus.Scale = .two
  ) async throws {
    var options = SimulatedCorpus.Options()
    options.labelled = labels
    options.hasSignal = hasSignal
    options.scale = scale
    let corpus = SimulatedCorpus(rule: rule, seed: seed, count: labels + unseen, options: options)
    let chat = SimulatedChat(SimulatedLLM(seed: seed))
    let context = chat.context(seed: seed)
    var body = JudgeBody(name: "support_quality", instructions: corpus.instructions)
    body.values = scale.values
    body.pass = scale.passing
    body.model = "simulated:/x"
    let traces = corpus.traces.map(Self.trace)
    let data = try await AlignmentData(
      judge: try context.registry.judge(body), traces: Array(traces.prefix(labels)))
    let before = chat.calls
    let fitted = try await data.fit(optimizer, context: context)
    let after = chat.calls
    reflections = after.reflected - before.reflected
    verdicts = after.judged - before.judged
    improved = fitted.improved
    self.body = fitted.body
    func accuracy(_ body: JudgeBody) async throws -> Double {
      let unseen = Array(corpus.traces.dropFirst(labels))
      let judge = try context.registry.judge(body)
      let said = await score(unseen.map(Self.trace), with: judge)
      return SimulatedCorpus.accuracy(said.map { $0.value ?? .null }, on: unseen)
    }
    base = try await accuracy(body)
    aligned = fitted.body == body ? base : try await accuracy(fitted.body)
    kept = improved ? aligned : base
  }

  static func trace(_ made: SimulatedTrace) -> Trace {
    var trace = Trace(
      id: "tr-" + made.id, inputs: .object(made.inputs), outputs: .object(made.outputs))
    trace.group = made.id
    trace.labels = made.labels.enumerated().map { place, label in
      var assessment = Assessment(
        traceID: trace.id, name: "support_quality", source: .human(label.reviewer),
        content: .feedback(label.value))
      assessment.rationale = label.rationale
      return Label(
        id: "a-\(made.id)-\(place)", record: ContentID(hashing: Array("\(made.id)\(place)".utf8)),
        assessment: assessment)
    }
    return trace
  }
}
