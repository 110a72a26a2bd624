import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeWork

extension AlignmentData {
  /// Fits on some traces and decides on the others, or by cross-validation.
  func fit(
    _ optimizer: any AlignmentOptimizer, _ parts: FitParts, context: AlignmentContext,
    options: FitOptions
  ) async throws(JudgeFailure) -> FittedAlignment {
    var context = context
    // If the body names no model, the model of the base's verdicts is used here too.
    context.defaultModel = context.defaultModel ?? judge.source.id
    let everything = parts.all.map(\.example)
    if let memory = optimizer as? MemAlign, memory.isCurrent(judge.body, with: everything) {
      return unchanged(optimizer, context.seed)
    }
    if let small = smallStart(optimizer, parts, options), let reason = small.undecided {
      return try await undecided(reason, small, optimizer, parts, context, options)
    }
    if optimizer.selection == .crossValidation, !options.forcesValidation {
      return try await crossValidated(optimizer, parts, context, options)
    }
    if let folds = folds(optimizer, parts, options) {
      let (found, unseen) = try await crossFitted(optimizer, folds, parts, context, options)
      var fitted = found
      if options.refit, !optimizer.isIncremental, fitted.improved {
        let whole = try await optimizer.align(judge, to: everything, context: context)
        fitted.body = whole.body
        fitted.notes += whole.notes
        fitted.sources = whole.sources
      }
      guard options.thenCalibrates else { return fitted }
      return try await calibrated(fitted, unseen, context, options)
    }
    if let small = smallStart(optimizer, parts, options), parts.validation.isEmpty {
      return try await undecided(
        "none of the labelled traces is new to the judge", small, optimizer, parts, context,
        options)
    }
    let view = judge.body.beforeValidation(feedbackName: set.feedbackName)
    let base = view.body == judge.body ? judge : try context.judge(view.body)
    let first = try await optimizer.align(
      base, to: parts.train.map(\.example), context: context)
    let (evidence, said) = try await validate(
      first.body, view.body, on: parts.validation, context, options)
    var fitted = FittedAlignment(
      optimizer: optimizer.name, body: first.body, evidence: evidence, seed: context.seed,
      notes: first.notes)
    if first.body == view.body { fitted.body = judge.body }
    var sources = first.sources
    if evidence.improved {
      let rest = try await extended(
        first.body.adding(view.later), optimizer, parts, context, options)
      if let rest {
        fitted.body = rest.body
        fitted.notes += rest.notes
        sources = rest.sources.isEmpty ? sources : rest.sources
      }
    }
    if options.thenCalibrates {
      fitted = try await calibrated(
        fitted, Array(zip(parts.validation, said)), context, options)
    }
    fitted.sources = sources
    return fitted
  }

  /// Learns from the deciding traces too, if the optimizer can or must.
  private func extended(
    _ body: JudgeBody, _ optimizer: any AlignmentOptimizer, _ parts: FitParts,
    _ context: AlignmentContext, _ options: FitOptions
  ) async throws(JudgeFailure) -> AlignmentProposal? {
    let everything = parts.all.map(\.example)
    if optimizer.isIncremental {
      return try await optimizer.align(
        try context.judge(body), to: everything, context: context)
    }
    guard options.refit else { return nil }
    return try await optimizer.align(judge, to: everything, context: context)
  }

  /// Fits on all of the training part if it can decide nothing: a judge to inspect, without proof.
  private func undecided(
    _ reason: String, _ small: SmallStart, _ optimizer: any AlignmentOptimizer, _ parts: FitParts,
    _ context: AlignmentContext, _ options: FitOptions
  ) async throws(JudgeFailure) -> FittedAlignment {
    let items = parts.all
    let right = items.count { $0.example.feedback.value == $0.example.label }
    let accuracy = items.isEmpty ? 0 : Double(right) / Double(items.count)
    var evidence = SelectionEvidence(
      method: .crossValidation, n: items.count, baseAccuracy: accuracy,
      alignedAccuracy: accuracy, differenceLower95: nil)
    evidence.undecided = reason
    evidence.level = options.level
    evidence.moreLabels = small.more
    let proposal: AlignmentProposal
    if optimizer.isIncremental {
      let parted = try await learned(optimizer, parts, context)
      proposal = AlignmentProposal(body: joined(parted, parts), notes: parted.flatMap(\.notes))
    } else {
      proposal = try await optimizer.align(judge, to: items.map(\.example), context: context)
    }
    return FittedAlignment(
      optimizer: optimizer.name, body: proposal.body, evidence: evidence, seed: context.seed,
      notes: proposal.notes, sources: proposal.sources)
  }

  private func unchanged(
    _ optimizer: any AlignmentOptimizer, _ seed: UInt64
  ) -> FittedAlignment {
    FittedAlignment(
      optimizer: optimizer.name, body: judge.body,
      evidence: SelectionEvidence(
        method: .validation, n: 0, baseAccuracy: 0, alignedAccuracy: 0, differenceLower95: nil),
      seed: seed, notes: [], isNew: false)
  }

  private func crossValidated(
    _ optimizer: any AlignmentOptimizer, _ parts: FitParts, _ context: AlignmentContext,
    _ options: FitOptions
  ) async throws(JudgeFailure) -> FittedAlignment {
    var context = context
    context.options = options
    var examples = parts.all.map(\.example)
    let view = judge.body.beforeValidation(feedbackName: set.feedbackName)
    if judge.body.hasLearned {
      // A judge's verdicts on the cases that taught it prove nothing. Only the validation third was
      // new to it, before the judge learned from that too.
      examples = parts.validation.map(\.example)
      if view.body != judge.body {
        let said = try await context.feedback(of: view.body, on: examples)
        for place in examples.indices { examples[place].feedback = said[place] }
      }
    }
    let proposal = try await optimizer.align(judge, to: examples, context: context)
    let evidence: SelectionEvidence
    if let given = proposal.evidence {
      evidence = given
    } else {
      evidence = try await validate(
        proposal.body, view.body, on: parts.validation, context, options
      ).0
    }
    return FittedAlignment(
      optimizer: optimizer.name, body: proposal.body, evidence: evidence, seed: context.seed,
      notes: proposal.notes)
  }

  /// Adds a calibration to the fitted judge, learned from traces that are new to it.
  ///
  /// - Parameters:
  ///   - fitted: the fitted alignment.
  ///   - unseen: traces, with the verdicts of judges that had not learned from them.
  ///   - context: the seed.
  ///   - options: the settings of the fit.
  /// - Returns: the calibrated judge, or `fitted` if calibration finds no gain.
  /// - Throws: `JudgeFailure`.
  private func calibrated(
    _ fitted: FittedAlignment, _ unseen: [(item: Item, said: Feedback)],
    _ context: AlignmentContext, _ options: FitOptions
  ) async throws(JudgeFailure) -> FittedAlignment {
    var examples = items(in: .train, .validation).map(\.example)
    if fitted.improved {
      examples = unseen.map { item, said in
        var example = item.example
        example.feedback = said
        return example
      }
    }
    let start = fitted.improved ? fitted.body : judge.body
    let optimizer = CalibrationOptimizer()
    var context = context
    context.options = options
    let proposal = try await optimizer.align(
      try context.judge(start), to: examples, context: context)
    var result = fitted
    guard let evidence = proposal.evidence, evidence.improved else {
      result.notes.append("calibration on top found no gain and was left out")
      return result
    }
    result = FittedAlignment(
      optimizer: fitted.optimizer,
      body: proposal.body, evidence: fitted.improved ? fitted.evidence : evidence,
      seed: fitted.seed, notes: fitted.notes, sources: fitted.sources)
    return result
  }

  /// Compares a proposal with its base on items that the optimizer did not see.
  ///
  /// - Returns: the evidence, and the proposal's verdicts.
  func validate(
    _ body: JudgeBody, _ base: JudgeBody, on part: [Item], _ context: AlignmentContext,
    _ options: FitOptions
  ) async throws(JudgeFailure) -> (SelectionEvidence, [Feedback]) {
    let examples = part.map(\.example)
    var before = examples.map(\.feedback)
    if base != judge.body { before = try await context.feedback(of: base, on: examples) }
    let after = body == base ? before : try await context.feedback(of: body, on: examples)
    return (
      try evidence(.validation, before, after, part, context, options), after
    )
  }

  static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

  /// Returns the verdicts of a judge with this body on some items.
  func verdicts(
    of body: JudgeBody, on items: [Item], _ context: AlignmentContext
  ) async throws(JudgeFailure) -> [Feedback] {
    var context = context
    context.defaultModel = context.defaultModel ?? judge.source.id
    return try await context.feedback(of: body, on: items.map(\.example))
  }

  /// Returns feedback as codes of the labelled set's values.
  func codes(_ feedback: [Feedback]) -> [JudgedLabel] {
    let codes = LabelledSet.codes(set.values)
    return feedback.map { said in
      said.value.flatMap { codes[$0] }.map { .label($0) } ?? .error
    }
  }

  /// The assessment ids of all votes on the traces of the training part, ties included.
  package var stepLabels: [String] {
    trainingTraces.flatMap {
      $0.votes(on: self.set.feedbackName, includeStale: self.set.includesStale).map(\.id)
    }.sorted()
  }

  /// The decisions of adjudicators on the traces of the training part.
  var stepDecisions: JSONObject {
    var object = JSONObject()
    for trace in trainingTraces {
      if let value = trace.decisions[set.feedbackName] { object[trace.id] = value }
    }
    return object
  }

  private var trainingTraces: [Trace] {
    let left = Set(nearDuplicates)
    return self.set.traces.filter {
      HeldOutSplit.part(of: $0, feedbackName: self.set.feedbackName) != .test
        && !left.contains($0.id)
    }
  }
}
