import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import JudgeModels
public import JudgeRecords
public import JudgeScoring

/// An alignment that has been fitted and decided, without a look at the held-out part.
public struct FittedAlignment: Sendable {
  /// The optimizer's name.
  public let optimizer: String
  /// The aligned judge's body.
  public let body: JudgeBody
  /// What decided.
  public let evidence: SelectionEvidence
  /// The seed.
  public let seed: UInt64

  /// Whether it is better than its base, decided without the held-out part.
  public var improved: Bool { evidence.improved }
}

extension AlignmentData {
  /// The fewest labelled training traces that an alignment takes.
  public static let defaultMinimum = 10

  /// Fits an optimizer and decides whether the result is better.
  ///
  /// - Parameters:
  ///   - optimizer: what aligns.
  ///   - registry: makes the aligned judge, for validation.
  ///   - seed: of all randomness.
  ///   - minimum: the fewest labelled training traces.
  /// - Returns: the aligned body with the evidence.
  /// - Throws: `AlignmentError` where there is too little to learn from.
  public func fit(
    _ optimizer: any AlignmentOptimizer, registry: ModelRegistry = ModelRegistry(),
    seed: UInt64 = 0, minimum: Int = defaultMinimum
  ) async throws(AlignmentError) -> FittedAlignment {
    let training = items(in: .train, .validation)
    guard training.count >= minimum else {
      throw AlignmentError(
        .tooFewLabels,
        "\(training.count) labelled traces to learn from, at least \(minimum) are needed "
          + "(\(items.count - training.count) more are held out)",
        hint: "label more, or say --min-labels \(training.count)")
    }
    let decides = optimizer.selection == .crossValidation
    let shown = decides ? training : items(in: .train)
    guard Set(shown.map(\.truth)).count > 1 else {
      throw AlignmentError(
        .oneValue, "all \(shown.count) training labels say the same: there is nothing to learn",
        hint: "label traces of the other kind too")
    }
    let proposal = try await optimizer.align(judge, to: shown.map(\.example), seed: seed)
    let evidence: SelectionEvidence
    if decides, let given = proposal.evidence {
      evidence = given
    } else {
      evidence = try await validate(proposal.body, on: items(in: .validation), registry)
    }
    return FittedAlignment(
      optimizer: optimizer.name, body: proposal.body, evidence: evidence, seed: seed)
  }

  /// Compares a proposal with its base on items that the optimizer did not see.
  func validate(
    _ body: JudgeBody, on part: [Item], _ registry: ModelRegistry
  ) async throws(AlignmentError) -> SelectionEvidence {
    let aligned = try await verdicts(of: body, on: part, registry)
    do {
      let outcomes = try PairedFigures(
        base: codes(part.map(\.example.feedback)), candidate: codes(aligned),
        truth: part.map(\.truth)
      ).outcomes
      return SelectionEvidence(
        method: .validation, n: outcomes.total, baseAccuracy: outcomes.base.value ?? 0,
        alignedAccuracy: outcomes.candidate.value ?? 0,
        differenceLower95: outcomes.differenceLowerBound())
    } catch { throw AlignmentError(.failed, error.message) }
  }

  /// What a judge with this body says of some items.
  func verdicts(
    of body: JudgeBody, on items: [Item], _ registry: ModelRegistry
  ) async throws(AlignmentError) -> [Feedback] {
    let aligned: any Judge
    // Where the body names no model, the one that answered for the base answers here too.
    do { aligned = try registry.judge(body, defaultModel: judge.source.id) } catch {
      throw AlignmentError(.failed, error.message, hint: error.hint)
    }
    return await score(items.map(\.example.trace), with: aligned)
  }

  /// Feedback as codes of the labelled set's values.
  func codes(_ feedback: [Feedback]) -> [JudgedLabel] {
    let codes = LabelledSet.codes(set.values)
    return feedback.map { said in
      said.value.flatMap { codes[$0] }.map { .label($0) } ?? .error
    }
  }
}
