import JudgeAgreement
public import JudgeJSON
import JudgeRecords
public import JudgeScoring
public import JudgeWork

/// Lets a model rewrite the judge's instructions in the light of the experts' labels and reasons,
/// and keeps a Pareto front of versions.
///
/// GEPA (Agrawal et al., "Reflective Prompt Evolution Can Outperform Reinforcement Learning",
/// 2025). For the differences from MLflow's version and their reasons, see docs/alignment.md.
public struct GEPA: AlignmentOptimizer {
  /// `gepa`.
  public let name = "gepa"
  /// A validation third of the training part decides, or two folds if there are few labels.
  public let selection = SelectionMethod.validation
  /// The reflection model; the judge's own by default.
  public var reflectionModel: String?
  /// The maximum number of verdicts to score; by default four times the number of examples, in each
  /// of two folds if there are few labels.
  public var maxMetricCalls: Int?
  /// The number of cases per reflection.
  public var minibatch: Int

  /// Creates the optimizer.
  ///
  /// - Parameters:
  ///   - reflectionModel: the reflection model.
  ///   - maxMetricCalls: the maximum number of verdicts to score; never exceeded.
  ///   - minibatch: the number of cases per reflection, from 1.
  public init(
    reflectionModel: String? = nil, maxMetricCalls: Int? = nil, minibatch: Int = 3
  ) {
    self.reflectionModel = reflectionModel
    self.maxMetricCalls = maxMetricCalls
    self.minibatch = minibatch
  }

  /// All settings that decide the result.
  public var settings: JSONObject {
    var object: JSONObject = ["minibatch": .number(Double(minibatch))]
    if let maxMetricCalls { object["max_metric_calls"] = .number(Double(maxMetricCalls)) }
    if let reflectionModel { object["model"] = .string(reflectionModel) }
    return object
  }

  /// Returns the same optimizer with its share of the budget.
  ///
  /// Without a set budget, it gets the budget of the whole, because a few dozen metric calls are
  /// too few attempts to find a rule.
  public func share(learning count: Int, of total: Int) -> (any AlignmentOptimizer)? {
    var share = self
    share.maxMetricCalls = maxMetricCalls.map { $0 * count / max(1, total) } ?? 4 * total
    return share
  }

  /// A version of the instructions.
  private struct Candidate {
    var body: JudgeBody
    /// Its scores on the selection items.
    var scores: [Double]
    /// The labels that it was reflected from, including its parents' labels.
    var labels: Set<String>
  }

  /// Evolves the instructions.
  ///
  /// - Parameters:
  ///   - judge: the judge.
  ///   - examples: labelled traces of the training part.
  ///   - context: models and the seed.
  /// - Returns: the body with the best instructions; unchanged if none is better.
  /// - Throws: `JudgeFailure`.
  public func align(
    _ judge: any Judge, to examples: [AlignmentExample], context: AlignmentContext
  ) async throws(JudgeFailure) -> AlignmentProposal {
    let context = context.remembering()
    let model = try context.reflection(reflectionModel, for: judge)
    var generator = Xoshiro256(seed: context.seed)
    var budget = maxMetricCalls ?? 4 * examples.count
    let (reflected, selected) = Self.halves(
      examples, budget: budget, minibatch: minibatch, using: &generator)
    guard !reflected.isEmpty, !selected.isEmpty, budget >= selected.count else {
      return AlignmentProposal(
        body: judge.body,
        notes: ["a budget of \(budget) metric calls is too small for \(examples.count) traces"])
    }
    budget -= selected.count
    var pool = [
      Candidate(
        body: judge.body, scores: try await context.scores(of: judge.body, on: selected),
        labels: [])
    ]
    var notes: [String] = []
    var queue: [Int] = []
    var attempts = 0
    // An attempt takes two minibatches, and the whole selection if it is accepted.
    while budget >= 2 * minibatch, attempts < 4 * examples.count {
      attempts += 1
      let parent = pool[ParetoFront(scores: pool.map(\.scores)).draw(using: &generator)]
      if queue.count < minibatch { queue = generator.permutation(of: reflected.count) }
      let batch = queue.prefix(minibatch).map { reflected[$0] }
      queue.removeFirst(batch.count)
      budget -= batch.count
      let said = try await context.feedback(of: parent.body, on: batch)
      let before = zip(said, batch).count { $0.value == $1.label }
      guard before < batch.count else { continue }
      guard budget >= batch.count + selected.count else { break }
      let child: JudgeBody
      do throws(JudgeFailure) {
        let answer = try await Reflection(model: model).object(
          InstructionsPrompt(body: parent.body, examples: batch, said: said).text,
          schema: ["instructions": ["type": "string"]], needing: "instructions", sample: attempts)
        guard let text = answer["instructions"]?.stringValue, !text.isEmpty else { continue }
        child = parent.body.instructed(text)
      } catch {
        guard error.code == .failed else { throw error }
        notes.append("a reflection failed: \(error.message)")
        if notes.count > 3, pool.count == 1 { throw error }
        continue
      }
      guard child.instructions != parent.body.instructions else { continue }
      budget -= batch.count
      let after = try await context.scores(of: child, on: batch).reduce(0, +)
      guard after > Double(before) else {
        context.say("a rewrite was no better on its minibatch", isDetail: true)
        continue
      }
      budget -= selected.count
      let scores = try await context.scores(of: child, on: selected)
      pool.append(
        Candidate(
          body: child, scores: scores, labels: parent.labels.union(batch.flatMap(\.labelIDs))))
      let front = ParetoFront(scores: pool.map(\.scores))
      context.say(
        "version \(pool.count): \(AlignmentData.percent(front.mean(pool.count - 1))) of "
          + "\(selected.count), \(budget) metric calls left", best: front.mean(front.winner))
    }
    let best = pool[ParetoFront(scores: pool.map(\.scores)).winner]
    return AlignmentProposal(
      body: best.body, notes: notes,
      sources: best.labels.isEmpty
        ? [:] : ["instructions": .array(best.labels.sorted().map { .string($0) })])
  }

  /// Returns the examples to reflect on and those to select by, without a common group.
  ///
  /// The latter are few enough for the budget to try several versions.
  private static func halves(
    _ examples: [AlignmentExample], budget: Int, minibatch: Int,
    using generator: inout Xoshiro256
  ) -> (reflected: [AlignmentExample], selected: [AlignmentExample]) {
    let order = generator.permutation(of: examples.count).map { examples[$0] }
    let most = max(1, min(examples.count / 2, budget / 6))
    var groups = Set<String>()
    var selected: [AlignmentExample] = []
    for example in order where selected.count < most {
      groups.insert(example.group)
      selected.append(example)
    }
    let reflected = order.filter { !groups.contains($0.group) }
    // A group's later members follow its first one.
    let rest = order.filter { example in
      groups.contains(example.group) && !selected.contains { $0.trace.id == example.trace.id }
    }
    return (
      reflected, rest.isEmpty ? selected : selected + rest.prefix(max(0, most - selected.count))
    )
  }
}

extension JudgeBody {
  /// Returns the body with other instructions that show the same fields.
  ///
  /// - Parameter text: the instructions; lost placeholders are added at the end.
  /// - Returns: the body.
  func instructed(_ text: String) -> JudgeBody {
    var body = self
    let open = form == .promptMetric ? ("{", "}") : ("{{ ", " }}")
    body.instructions = text
    var lost = template.variables.filter { !body.template.variables.contains($0) }
    if body.template.variables.contains(where: { !template.variables.contains($0) }) {
      // The judge would refuse unknown words in braces, so they become text.
      body.instructions = text.split(separator: "{{", omittingEmptySubsequences: false)
        .joined(separator: "{ {")
      lost = template.variables
    }
    if !lost.isEmpty {
      body.instructions +=
        "\n\nThe case: " + lost.map { open.0 + $0 + open.1 }.joined(separator: ", ")
    }
    return body
  }
}
