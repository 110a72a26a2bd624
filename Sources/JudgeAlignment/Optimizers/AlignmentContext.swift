import JudgeAgreement
import JudgeEvaluation
import JudgeModels
import JudgeRecords
public import JudgeScoring
import JudgeWork

/// The tools of an optimizer in addition to judge and examples: models, a seed, a progress handler.
public struct AlignmentContext: Sendable {
  /// The seed of all randomness: the same seed and answers give the same judge.
  public var seed: UInt64
  /// Makes judges and models.
  public var registry: ModelRegistry
  /// The model of judges that name none.
  public var defaultModel: String?
  /// The reflection model, unless the optimizer names one; if nil, the judge's own.
  public var reflectionModel: String?
  /// The number of traces to judge at a time.
  public var concurrency: Int
  /// The handler of progress events.
  public var progress: (@Sendable (AlignmentEvent) -> Void)?
  /// The options of the fit, for an optimizer that decides by itself.
  var options = FitOptions()

  /// Creates a context.
  public init(
    seed: UInt64 = 0, registry: ModelRegistry = ModelRegistry(), concurrency: Int = 8
  ) {
    self.seed = seed
    self.registry = registry
    self.concurrency = concurrency
  }

  /// Reports an event to the progress handler.
  func say(_ text: String, best: Double? = nil, isDetail: Bool = false) {
    progress?(AlignmentEvent(text: text, best: best, isDetail: isDetail))
  }
}

/// An event of an alignment, for people who wait for it.
public struct AlignmentEvent: Sendable {
  /// The description of the event.
  public let text: String
  /// The best accuracy so far on the optimizer's items, 0 to 1.
  public let best: Double?
  /// Whether the event is a detail, to be shown only on request.
  public let isDetail: Bool

  /// Creates an event.
  package init(text: String, best: Double?, isDetail: Bool) {
    self.text = text
    self.best = best
    self.isDetail = isDetail
  }
}

extension AlignmentContext {
  /// Makes a judge with this body.
  func judge(_ body: JudgeBody) throws(JudgeFailure) -> any Judge {
    do { return try registry.judge(body, defaultModel: defaultModel) } catch {
      throw JudgeFailure(ofModel: error)
    }
  }

  /// Returns the reflection model.
  ///
  /// - Parameters:
  ///   - named: the model that the optimizer names.
  ///   - judge: the judge whose own model is used otherwise.
  /// - Returns: the model.
  /// - Throws: `JudgeFailure` if no provider has the model.
  func reflection(_ named: String?, for judge: any Judge) throws(JudgeFailure) -> any ChatModel {
    do {
      return try registry.chat(
        named ?? reflectionModel ?? judge.body.model ?? defaultModel ?? judge.source.id)
    } catch { throw JudgeFailure(ofModel: error) }
  }

  /// Returns the same context with a memory of answers, so that a run never asks the same question
  /// twice.
  func remembering() -> AlignmentContext {
    let memory = MemoModel.Memory()
    var copy = self
    copy.registry = registry.wrapping { MemoModel($0, memory: memory) }
    return copy
  }

  /// Returns the same context with judges that draw their answers at a temperature.
  func sampling(temperature: Double?, sample: Int) -> AlignmentContext {
    var copy = self
    copy.registry = registry.wrapping {
      SampledModel($0, temperature: temperature, sample: sample)
    }
    return copy
  }

  /// Returns the verdicts of a judge with this body on some examples.
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

  /// Returns, for each example, 1 if a judge with this body agrees with people, otherwise 0.
  func scores(
    of body: JudgeBody, on examples: [AlignmentExample]
  ) async throws(JudgeFailure) -> [Double] {
    let said = try await feedback(of: body, on: examples)
    return zip(said, examples).map { $0.value == $1.label ? 1 : 0 }
  }
}
