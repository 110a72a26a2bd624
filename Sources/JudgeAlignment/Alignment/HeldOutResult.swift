import JudgeAgreement
public import JudgeEvaluation
import JudgeRecords
import JudgeScoring
public import JudgeWork

/// The held-out figures of an aligned judge and its base.
public struct HeldOutResult: Sendable {
  /// The base judge on the held-out part.
  public let base: JudgeFigures
  /// The aligned judge on the same traces.
  public let aligned: JudgeFigures
  /// The comparison of the two.
  public let paired: PairedFigures
  /// The accuracy of always answering the most frequent training label.
  public let constantAccuracy: Double?
  /// The base's accuracy on all labelled traces, including those it learned from.
  public let overallBase: Double?
  /// The aligned judge's accuracy on all labelled traces.
  public let overallAligned: Double?
  /// The share of held-out traces on which repeated verdicts of the aligned judge differ, or `nil`
  /// if it was asked only once.
  public let flipRate: Double?
  /// The ids of held-out traces whose verdict became right.
  public let fixed: [String]
  /// The ids of held-out traces whose verdict became wrong.
  public let broken: [String]
}

extension AlignmentData {
  /// Returns the share of the labels that equal the most frequent training label.
  private func constantAccuracy(on truth: [Int]) -> Double? {
    var counts = [Int](repeating: 0, count: set.values.count)
    for item in items(in: .train, .validation) { counts[item.truth] += 1 }
    guard let top = counts.indices.max(by: { counts[$0] < counts[$1] }), !truth.isEmpty else {
      return nil
    }
    return Double(truth.count { $0 == top }) / Double(truth.count)
  }

  /// The hashes of the labelled groups of the held-out part, as in ``Looks``.
  public var testKeys: Set<String> {
    Set(
      items(in: .test).compactMap {
        HeldOutSplit.testKey(of: $0.example.trace, feedbackName: set.feedbackName)
      })
  }

  /// Opens the held-out part: measures the aligned judge and its base on it.
  ///
  /// The caller must record the looks first.
  ///
  /// - Parameters:
  ///   - fitted: the alignment.
  ///   - context: the context that makes the aligned judge.
  ///   - repeats: the number of verdicts of the aligned judge on each held-out trace.
  ///   - judges: the number of judges measured on the held-out part: the intervals hold for the
  ///     best of them.
  ///   - bars: the bars that a judge must reach to be fit for use.
  /// - Returns: the figures; `n` is 0 if no group is held out.
  /// - Throws: `JudgeFailure`.
  public func measure(
    _ fitted: FittedAlignment, context: AlignmentContext = AlignmentContext(), repeats: Int = 1,
    judges: Int = 1, bars: FitForUse.Bars = FitForUse.Bars()
  ) async throws(JudgeFailure) -> HeldOutResult {
    let part = items(in: .test)
    let said = try await verdicts(of: fitted.body, on: part, context)
    let training = items(in: .train, .validation)
    let learned =
      fitted.body == judge.body
      ? training.map(\.example.feedback)
      : try await verdicts(of: fitted.body, on: training, context)
    let truth = part.map(\.truth)
    let base = codes(part.map(\.example.feedback))
    let aligned = codes(said)
    var fixed: [String] = []
    var broken: [String] = []
    for (index, item) in part.enumerated() where base[index] != aligned[index] {
      if aligned[index] == .label(item.truth) { fixed.append(item.example.trace.id) }
      if base[index] == .label(item.truth) { broken.append(item.example.trace.id) }
    }
    let groups = part.map(\.groupCode)
    let pass = judge.body.pass
    let order = ValueOrder(
      set.values, ordered: judge.body.ordered,
      isNumeric: judge.body.isNumeric
    ).codes
    let confidence = Looks.confidence(bestOf: judges)
    func figures(_ verdicts: [JudgedLabel]) throws(JudgeFailure) -> JudgeFigures {
      var figures = try JudgeFigures(
        verdicts, truth: truth, groups: groups, values: set.values, order: order, pass: pass,
        bars: bars, confidence: confidence, seed: fitted.seed)
      figures.fit.labelShare = HeldOutSplit.testShare
      return figures
    }
    return HeldOutResult(
      base: try figures(base), aligned: try figures(aligned),
      paired: try PairedFigures(
        base: base, candidate: aligned, truth: truth, groups: groups,
        confidence: confidence),
      constantAccuracy: constantAccuracy(on: truth),
      overallBase: share(items.map(\.example.feedback), items),
      overallAligned: share(learned + said, training + part),
      flipRate: try await flipRate(said, of: fitted.body, on: part, context, repeats: repeats),
      fixed: fixed, broken: broken)
  }

  /// Returns the share of items whose verdict equals the consensus.
  private func share(_ said: [Feedback], _ items: [Item]) -> Double? {
    let right = zip(codes(said), items).count { $0 == .label($1.truth) }
    return items.isEmpty ? nil : Double(right) / Double(items.count)
  }

  /// Returns the share of items on which further verdicts differ from the first.
  private func flipRate(
    _ first: [Feedback], of body: JudgeBody, on part: [Item], _ context: AlignmentContext,
    repeats: Int
  ) async throws(JudgeFailure) -> Double? {
    guard repeats > 1, !part.isEmpty else { return nil }
    var flipped = Set<Int>()
    for sample in 1..<repeats {
      let said = try await verdicts(
        of: body, on: part, context.sampling(temperature: nil, sample: sample))
      for place in said.indices where said[place].value != first[place].value {
        flipped.insert(place)
      }
    }
    return Double(flipped.count) / Double(part.count)
  }
}
