import JudgeAgreement
import JudgeEvaluation
public import JudgeJSON
import JudgeRecords
public import JudgeScoring
public import JudgeWork

/// Shows the judge up to five labelled cases, chosen for the errors that they correct.
///
/// The candidates are sets of the cases that the judge gets wrong, as Databricks advises
/// ("Customize AI judges"); each set is tried on the training traces that are not in it, and the
/// one that agrees most often with people wins.
public struct FewShot: AlignmentOptimizer {
  /// `few-shot`.
  public let name = "few-shot"
  /// A validation third of the training part decides, or two folds if there are few labels.
  public let selection = SelectionMethod.validation
  /// The number of sets to try.
  public var candidates: Int
  /// The maximum number of training traces to try a set on.
  public var trials: Int

  /// Creates the optimizer.
  ///
  /// - Parameters:
  ///   - candidates: the number of sets to try, from 1.
  ///   - trials: the maximum number of training traces to try a set on.
  public init(candidates: Int = 6, trials: Int = 60) {
    self.candidates = candidates
    self.trials = trials
  }

  /// All settings that decide the result.
  public var settings: JSONObject {
    ["candidates": .number(Double(candidates)), "trials": .number(Double(trials))]
  }

  /// Returns itself: a fold has fewer sets to try.
  public func share(learning count: Int, of total: Int) -> (any AlignmentOptimizer)? { self }

  /// Chooses the examples.
  ///
  /// - Parameters:
  ///   - judge: the judge.
  ///   - examples: labelled traces of the training part.
  ///   - context: models and the seed.
  /// - Returns: the body with the best set of examples, or without examples if the judge makes no
  ///   error.
  /// - Throws: `JudgeFailure`.
  public func align(
    _ judge: any Judge, to examples: [AlignmentExample], context: AlignmentContext
  ) async throws(JudgeFailure) -> AlignmentProposal {
    let context = context.remembering()
    var generator = Xoshiro256(seed: context.seed)
    // Older examples are replaced, because at most five are shown.
    var base = judge.body
    base.examples.removeAll { Episode($0) != nil && base.retrieval == nil }
    let room = FewShotExamples.limit - base.examples.count { Episode($0) == nil }
    guard room > 0 else { return AlignmentProposal(body: judge.body) }
    let sets = sets(of: examples, room: room, pass: judge.body.pass, using: &generator)
    let order = generator.permutation(of: examples.count)
    var best: (body: JudgeBody, accuracy: Double)?
    for (number, set) in sets.enumerated() {
      let shown = Set(set.map(\.group))
      let tried = order.map { examples[$0] }.filter { !shown.contains($0.group) }.prefix(trials)
      guard !tried.isEmpty else { continue }
      var body = base
      body.examples += set.map { .object($0.episode.example) }
      let scores = try await context.scores(of: body, on: Array(tried))
      let accuracy = scores.reduce(0, +) / Double(scores.count)
      if accuracy > best?.accuracy ?? -1 { best = (body, accuracy) }
      context.say(
        "set \(number + 1) of \(sets.count), \(set.count) examples: "
          + "\(AlignmentData.percent(accuracy)) of \(tried.count)", best: best?.accuracy)
    }
    return AlignmentProposal(body: best?.body ?? judge.body)
  }

  /// Returns sets of cases that the judge gets wrong: first the one by Databricks' advice, then
  /// random ones.
  private func sets(
    of examples: [AlignmentExample], room: Int, pass: [JSONValue], using generator: inout Xoshiro256
  ) -> [[AlignmentExample]] {
    let byID = Dictionary(
      examples.map { ($0.trace.id, $0) }, uniquingKeysWith: { first, _ in first })
    func pick(_ some: [AlignmentExample]) -> [AlignmentExample] {
      ExampleChoice.pick(
        some.map {
          ExampleChoice.Candidate(
            trace: $0.trace, expected: $0.label, rationale: $0.reasons.first,
            said: $0.feedback.value)
        }, pass: pass, limit: room
      )
      .compactMap { byID[$0.trace.id] }
    }
    var sets: [[AlignmentExample]] = []
    var seen = Set<[String]>()
    func add(_ set: [AlignmentExample]) {
      if !set.isEmpty, seen.insert(set.map(\.trace.id).sorted()).inserted { sets.append(set) }
    }
    add(pick(examples))
    for _ in 0..<(3 * candidates) where sets.count < candidates {
      // Half of the cases at a time, so that other errors and other right cases come first.
      let order = generator.permutation(of: examples.count)
      add(pick(order.prefix(max(room, examples.count / 2)).sorted().map { examples[$0] }))
    }
    return sets
  }
}
