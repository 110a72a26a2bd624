import JudgeEvaluation
public import JudgeRecords

/// The maximum number of calls of an alignment, before the cache answers any of them.
///
/// An upper bound from counts, not a forecast, because later calls depend on earlier answers.
/// Repeated calls after bad replies are not included.
public enum CallEstimate {
  /// Returns the bound for one optimizer.
  ///
  /// - Parameters:
  ///   - optimizer: the optimizer.
  ///   - options: the options of the fit.
  ///   - traces: the labelled traces of the training part.
  ///   - name: the question, which decides the validation part.
  ///   - asks: whether the judge's verdicts are calls.
  /// - Returns: the number, or `nil` for optimizers that are not built in.
  public static func most(
    _ optimizer: any AlignmentOptimizer, options: FitOptions, traces: [Trace],
    on name: String, asks: Bool
  ) -> Int? {
    let all = traces.count
    let validating = traces.count { HeldOutSplit.part(of: $0, feedbackName: name) == .validation }
    let training = all - validating
    let verdict = asks ? 1 : 0
    func own(_ optimizer: any AlignmentOptimizer, _ count: Int) -> Int? {
      switch optimizer {
      case is CalibrationOptimizer: 0
      case is MemAlign: (count + MemAlign.batchLimit - 1) / MemAlign.batchLimit
      case let simba as SIMBA:
        simba.steps * simba.candidates * (2 * simba.batchSize * verdict + 1)
          + verdict * (simba.candidates + 1) * count
      case let gepa as GEPA: (gepa.maxMetricCalls ?? 4 * count) * verdict + 4 * count
      case let few as FewShot: verdict * few.candidates * min(few.trials, count)
      default: nil
      }
    }
    // One call per trace for the base, and two more for each trace that decides: before and after.
    if options.rules != .first, all < SmallStart.labels, !options.forcesValidation {
      // Each dealt fold learns from almost all, and the judge itself from all.
      let isFree = optimizer.selection == .crossValidation
      let folds = isFree ? 0 : SmallStart.folds(optimizer, options)
      let shared = optimizer.share(learning: all, of: all) ?? optimizer
      return own(shared, all).map { (folds + 2) * $0 + (isFree ? 3 : folds + 2) * all * verdict }
    }
    let isFolded =
      optimizer.isIncremental
      || (validating < AlignmentData.enoughToValidate
        && optimizer.share(learning: training, of: all) != nil)
    func folded() -> Int? {
      let folds = [training, validating].map {
        own(optimizer.share(learning: $0, of: all) ?? optimizer, $0)
      }
      // Results that cannot be joined are compared on all traces, and possibly run once more.
      let chooses = !optimizer.isIncremental
      let again = options.refit && chooses ? own(optimizer, all) : 0
      return (folds + [again]).reduce((chooses ? 4 : 3) * all * verdict) { sum, calls in
        sum.flatMap { sum in calls.map { sum + $0 } }
      }
    }
    if isFolded, !options.forcesValidation { return folded() }
    let common = verdict * (all + 2 * validating)
    let again = optimizer.isIncremental || options.refit ? own(optimizer, all) ?? 0 : 0
    let alone = own(optimizer, training).map { common + $0 + again }
    guard !options.forcesValidation, options.rules >= .foldLevels,
      optimizer.share(learning: training, of: all) != nil
    else { return alone }
    // If a label is rare, folds decide after all, but the estimate does not look at labels.
    return alone.flatMap { alone in folded().map { max(alone, $0) } }
  }
}
