import JudgeAgreement
import JudgeEvaluation
import JudgeModels
import JudgeRecords
public import JudgeScoring
import JudgeWork

/// What an optimizer works with beside judge and examples: models, a seed, somebody to tell.
public struct AlignmentContext: Sendable {
  /// The seed of all randomness: same seed and same answers, same judge.
  public var seed: UInt64
  /// Makes judges and models.
  public var registry: ModelRegistry
  /// The model of judges that name none.
  public var defaultModel: String?
  /// The model that reflects, unless the optimizer names one; else the judge's own.
  public var reflectionModel: String?
  /// How many traces are asked about at a time.
  public var concurrency: Int
  /// Told what happens.
  public var progress: (@Sendable (AlignmentEvent) -> Void)?
  /// How it is fitted, for an optimizer that decides by itself.
  var options = FitOptions()

  /// Creates a context.
  public init(
    seed: UInt64 = 0, registry: ModelRegistry = ModelRegistry(), concurrency: Int = 8
  ) {
    self.seed = seed
    self.registry = registry
    self.concurrency = concurrency
  }

  /// Tells what happens.
  func say(_ text: String, best: Double? = nil, isDetail: Bool = false) {
    progress?(AlignmentEvent(text: text, best: best, isDetail: isDetail))
  }
}

/// A step of an alignment, for people who wait for it.
public struct AlignmentEvent: Sendable {
  /// What happened.
  public let text: String
  /// The best accuracy so far on what the optimizer scores, 0 to 1.
  public let best: Double?
  /// Whether only somebody who asked for details wants to know.
  public let isDetail: Bool

  /// Tells something.
  package init(text: String, best: Double?, isDetail: Bool) {
    self.text = text
    self.best = best
    self.isDetail = isDetail
  }
}

extension AlignmentContext {
  /// A judge of a body.
  func judge(_ body: JudgeBody) throws(JudgeFailure) -> any Judge {
    do { return try registry.judge(body, defaultModel: defaultModel) } catch {
      throw JudgeFailure(ofModel: error)
    }
  }

  /// The model that reflects.
  ///
  /// - Parameters:
  ///   - named: what the optimizer was told to use.
  ///   - judge: whose own model is used else.
  /// - Returns: the model.
  /// - Throws: `JudgeFailure` if nothing answers for it.
  func reflection(_ named: String?, for judge: any Judge) throws(JudgeFailure) -> any ChatModel {
    do {
      return try registry.chat(
        named ?? reflectionModel ?? judge.body.model ?? defaultModel ?? judge.source.id)
    } catch { throw JudgeFailure(ofModel: error) }
  }

  /// The same context with a memory of answers, so that nothing is asked twice in a run.
  func remembering() -> AlignmentContext {
    let memory = MemoModel.Memory()
    var copy = self
    copy.registry = registry.wrapping { MemoModel($0, memory: memory) }
    return copy
  }

  /// The same context whose judges' answers are drawn at a temperature.
  func sampling(temperature: Double?, sample: Int) -> AlignmentContext {
    var copy = self
    copy.registry = registry.wrapping {
      SampledModel($0, temperature: temperature, sample: sample)
    }
    return copy
  }

  /// The verdicts of a judge with this body on some examples.
  ///
  /// - Returns: one feedback per example, in order.
  /// - Throws: `JudgeFailure` if the model was not asked: budget, offline, cancelled.
  func feedback(
    of body: JudgeBody, on examples: [AlignmentExample]
  ) async throws(JudgeFailure) -> [Feedback] {
    let said = await score(
      examples.map(\.trace), with: try judge(body), concurrency: concurrency)
    try JudgeFailure.check(said)
    return said
  }

  /// For each example whether a judge with this body agrees with people: 1, or 0.
  func scores(
    of body: JudgeBody, on examples: [AlignmentExample]
  ) async throws(JudgeFailure) -> [Double] {
    let said = try await feedback(of: body, on: examples)
    return zip(said, examples).map { $0.value == $1.label ? 1 : 0 }
  }
}
