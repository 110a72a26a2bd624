public import JudgeAlignment
import JudgeEvaluation
import JudgeProviders
import JudgeRecords
import JudgeScoring

extension JudgeRepository {
  /// How many calls an alignment makes at most, and how many the cache surely saves; nothing is
  /// called for it.
  ///
  /// - Parameters:
  ///   - text: the base judge.
  ///   - optimizers: what aligns; several are compared, none means the default of `align`.
  ///   - options: as for `align`.
  /// - Returns: the bound, or `nil` if one of the optimizers is not built in.
  /// - Throws: `JudgeError`, as `align` does before it calls anything.
  public func alignEstimate(
    _ text: String, using optimizers: [any AlignmentOptimizer] = [],
    options: AlignOptions = AlignOptions()
  ) async throws -> AlignEstimate? {
    let base = try uncalibrated(try await judge(named: text))
    let permit = try await permitAlignment(of: base)
    let experiment = try await currentExperiment(holding: base.name)
    let name = base.body.feedbackName
    let (traces, _) = try await restricted(
      try await labelledTraces(name, in: experiment.id), on: name, in: experiment.id,
      to: options.guideline)
    let model = try await defaultModel()
    let judge = try permit.judge(defaultModel: model)
    let training = traces.filter { HeldOutSplit.part(of: $0, feedbackName: name) != .test }
    let verdict = judge.callsModel ? 1 : 0
    // What is held out: the base once, the aligned judge as often as it is asked; and the aligned
    // judge once more on what taught it.
    let test = traces.count - training.count
    var most = verdict * (training.count + test * (1 + options.repeats))
    let all = optimizers.isEmpty ? [Self.defaultOptimizer(for: judge)] : optimizers
    for optimizer in all {
      // A comparison may decide on the validation third: known only when all verdicts are.
      let forced = all.count > 1 ? [false, true] : [options.fit.forcesValidation]
      let bounds = forced.map { isForced in
        var fit = options.fit
        fit.forcesValidation = isForced
        return CallEstimate.most(
          optimizer, options: fit, traces: training, on: name, asks: judge.callsModel)
      }
      guard let bound = bounds.compactMap({ $0 }).max() else { return nil }
      most += bound
    }
    // The base is asked once for all of them.
    most -= verdict * training.count * (all.count - 1)
    return AlignEstimate(most: most, known: try await cachedVerdicts(of: judge, on: traces))
  }

  /// How many verdicts of a judge the call cache has: the judge is asked, and nothing goes out.
  func cachedVerdicts(of judge: any Judge, on traces: [Trace]) async throws -> Int {
    // Only a judge that reads its prompt has answers there; a program would be run.
    guard providers != nil, judge.reads, judge.callsModel, !traces.isEmpty else { return 0 }
    var offline = calls
    offline.isOffline = true
    let registry = Self.registry(try await Self.providers(store, offline))
    let model = try await defaultModel()
    let body = judge.body
    let silent = try registry.judge(body, defaultModel: model)
    let said = await score(traces, with: silent, concurrency: calls.concurrency)
    return said.count { !$0.isUnasked }
  }
}
