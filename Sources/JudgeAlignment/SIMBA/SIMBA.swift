import JudgeAgreement
public import JudgeJSON
import JudgeRecords
public import JudgeScoring
public import JudgeWork

/// Finds cases on which the judge's own answers vary, and adds rules and cases from them to its
/// prompt.
///
/// SIMBA ("Stochastic Introspective Mini-Batch Ascent", DSPy 3). For the differences from DSPy's
/// and MLflow's versions and their reasons, see docs/alignment.md.
public struct SIMBA: AlignmentOptimizer {
  /// `simba`.
  public let name = "simba"
  /// A validation third of the training part decides, or two folds if there are few labels.
  public let selection = SelectionMethod.validation
  /// The model that writes rules; the judge's own by default.
  public var reflectionModel: String?
  /// The number of examples per step.
  public var batchSize: Int
  /// The number of rollouts per example, and of candidates per step.
  public var candidates: Int
  /// The number of steps.
  public var steps: Int
  /// The maximum number of cases that a prompt shows.
  public var maxDemos: Int
  /// The temperature of rollouts, 0 to 2.
  public var rolloutTemperature: Double

  /// The temperature at which programs are drawn for rollouts and as parents; the lower, the more
  /// often the best one is drawn.
  static let programTemperature = 0.2

  /// Creates the optimizer, with DSPy's defaults.
  ///
  /// - Parameters:
  ///   - reflectionModel: the model that writes rules.
  ///   - batchSize: the number of examples per step.
  ///   - candidates: the number of rollouts per example, and of candidates per step.
  ///   - steps: the number of steps.
  ///   - maxDemos: the maximum number of cases that a prompt shows.
  ///   - rolloutTemperature: the temperature of rollouts.
  public init(
    reflectionModel: String? = nil, batchSize: Int = 10, candidates: Int = 6, steps: Int = 8,
    maxDemos: Int = 4, rolloutTemperature: Double = 1
  ) {
    self.reflectionModel = reflectionModel
    self.batchSize = batchSize
    self.candidates = candidates
    self.steps = steps
    self.maxDemos = maxDemos
    self.rolloutTemperature = rolloutTemperature
  }

  /// All settings that decide the result.
  public var settings: JSONObject {
    var object: JSONObject = [
      "batch_size": .number(Double(batchSize)), "num_candidates": .number(Double(candidates)),
      "max_steps": .number(Double(steps)), "max_demos": .number(Double(maxDemos)),
      "rollout_temperature": .number(rolloutTemperature),
    ]
    if let reflectionModel { object["model"] = .string(reflectionModel) }
    return object
  }

  /// Returns the same optimizer with a proportional part of the steps.
  public func share(learning count: Int, of total: Int) -> (any AlignmentOptimizer)? {
    var share = self
    let exact = Double(steps) * Double(count) / Double(max(1, total))
    share.steps = Int(min(exact, 1e15).rounded(.toNearestOrEven))
    return share
  }

  /// Runs the steps.
  ///
  /// - Parameters:
  ///   - judge: the judge.
  ///   - examples: labelled traces of the training part.
  ///   - context: models and the seed.
  /// - Returns: the body of the program that agrees most often on all examples; the judge's own
  ///   if none is better.
  /// - Throws: `JudgeFailure`.
  public func align(
    _ judge: any Judge, to examples: [AlignmentExample], context: AlignmentContext
  ) async throws(JudgeFailure) -> AlignmentProposal {
    let context = context.remembering()
    let climb = SIMBAClimb(
      simba: self, judge: judge, model: try context.reflection(reflectionModel, for: judge),
      context: context)
    var state = SIMBAState(base: judge.body, seed: context.seed, count: examples.count)
    for step in 0..<steps {
      let batch = state.nextBatch(of: examples, size: batchSize)
      let (buckets, said) = try await climb.rollouts(batch, step: step, state: &state)
      let proposals = try await climb.candidates(
        batch, buckets, said, step: step, state: &state)
      // If a step changes nothing, it is not scored again.
      guard !proposals.isEmpty else { continue }
      let scores = try await climb.means(of: proposals, on: batch)
      state.add(proposals, scores: scores)
      context.say(
        "step \(step + 1) of \(steps): \(proposals.count) candidates, the best agrees with "
          + "\(AlignmentData.percent(scores.max() ?? 0)) of \(batch.count)", best: scores.max())
    }
    let finalists = state.finalists(candidates + 1)
    let scores = try await climb.means(of: finalists, on: examples)
    let best = scores.indices.max { (scores[$0], -$0) < (scores[$1], -$1) } ?? 0
    context.say(
      "all \(examples.count) examples: \(AlignmentData.percent(scores.first ?? 0)) → "
        + AlignmentData.percent(scores[best]), best: scores[best])
    return AlignmentProposal(body: finalists[best], notes: state.notes)
  }
}
