import FoundationEssentials
public import JudgeAlignment
import JudgeEvaluation
public import JudgeJSON
import JudgeProviders
import JudgeRecords
import JudgeScoring
import JudgeWork

extension AlignmentService {
  /// Returns the optimizer that a person names.
  ///
  /// - Parameters:
  ///   - name: one of ``OptimizerCatalog/names``, or the path of a program, which holds a slash.
  ///   - settings: its parameters.
  /// - Returns: the optimizer.
  /// - Throws: `JudgeFailure` for an unknown name or parameter.
  public func optimizer(
    _ name: String, settings: JSONObject = [:]
  ) throws -> any AlignmentOptimizer {
    if name.contains("/") { return ProgramOptimizer([name], in: repository.programs.programFolder) }
    if let known = try OptimizerCatalog.optimizer(name, settings: settings) { return known }
    throw JudgeFailure(
      .usage, "there is no optimizer \"\(name)\"",
      remedy:
        .advice(
          "there are: \(OptimizerCatalog.names.joined(separator: ", ")); a program of your own is "
            + "named by its path, such as ./my-optimizer"))
  }

  /// Returns the optimizer of a recorded step.
  ///
  /// A program is returned only if this machine trusts it.
  ///
  /// If a record has a path in place of the optimizer's name, nothing runs. Only a person may type
  /// a path.
  func optimizer(
    of step: AlignmentStep, _ permit: RunPermit
  ) throws -> any AlignmentOptimizer {
    if step.optimizer == ProgramOptimizer.stepName {
      guard let program = permit.program(of: step) else {
        throw JudgeFailure(.invalid, "the step names no program to run again")
      }
      return ProgramOptimizer(program)
    }
    if let known = try OptimizerCatalog.optimizer(step.optimizer, settings: step.settings) {
      return known
    }
    throw JudgeFailure(
      .invalid, "a step names the optimizer \"\(step.optimizer)\", which this version does not know"
    )
  }

  /// Returns the number of judges tried on these labels, including the one about to be fitted.
  ///
  /// With enough seeds, one judge is found better by chance. So an earlier alignment of the same
  /// judge to the same labels counts if it found no gain and used another optimizer, other settings
  /// or another seed. After new labels, the count starts again.
  ///
  /// - Parameters:
  ///   - run: the start of the alignment.
  ///   - optimizer: the optimizer.
  ///   - options: the options of the fit.
  /// - Returns: a number from 1.
  /// - Throws: `JudgeFailure`.
  func attempts(
    _ run: AlignmentRun, _ optimizer: any AlignmentOptimizer, _ options: FitOptions
  ) async throws -> Int {
    let labels = Set(run.data.stepLabels)
    let own = run.data.attempt(optimizer, context: run.context, options: options)
    var others: Set<JSONValue> = []
    for report in try await repository.versions.reports(.alignment)
    where report.value.experiment == run.experiment && report.value.base == run.base.hash {
      guard report.value.figures["improved"] == false, let made = report.value.judge,
        let body = try? await repository.judges.judgeBody(made), let step = body.steps.last,
        step.base == run.base.hash, Set(step.labels) == labels
      else { continue }
      others.insert(step.attempt)
    }
    return others.subtracting([own]).count + 1
  }

  /// Returns the maximum number of calls of an alignment, and how many the cache saves for certain.
  ///
  /// Nothing is called to find out.
  ///
  /// - Parameters:
  ///   - text: the base judge.
  ///   - optimizers: the optimizers. Several are compared; an empty list means the default of
  ///     `align`.
  ///   - options: as for `align`.
  /// - Returns: the bound, or `nil` if one of the optimizers is not built in.
  /// - Throws: `JudgeFailure`, as `align` does before it calls anything.
  public func estimate(
    _ text: String, using optimizers: [any AlignmentOptimizer] = [],
    options: AlignOptions = AlignOptions()
  ) async throws -> AlignEstimate? {
    let base = try uncalibrated(try await repository.judges.find(named: text))
    let permit = try await permitAlignment(of: base)
    let experiment = try await repository.experiments.current(holding: base.name)
    let name = base.body.feedbackName
    let (traces, _) = try await repository.guidelines.restricted(
      try await repository.labels.labelledTraces(
        name, in: experiment.id, includeRows: options.includeRows), on: name, in: experiment.id,
      to: options.guideline)
    let model = try await repository.defaultModel()
    let judge = try permit.judge(defaultModel: model)
    let training = traces.filter { HeldOutSplit.part(of: $0, feedbackName: name) != .test }
    let verdict = judge.callsModel ? 1 : 0
    // The held-out part: once for the base, `repeats` times for the aligned judge, which is also
    // asked once more about the traces that taught it.
    let test = traces.count - training.count
    var most = verdict * (training.count + test * (1 + options.repeats))
    let all = optimizers.isEmpty ? [Self.defaultOptimizer(for: judge)] : optimizers
    for optimizer in all {
      // A comparison may decide on the validation third, but that is known only after all verdicts.
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
    // The base is asked only once for all optimizers.
    most -= verdict * training.count * (all.count - 1)
    return AlignEstimate(most: most, known: try await cachedVerdicts(of: judge, on: traces))
  }

  /// Counts the verdicts of a judge that the call cache has; the judge is asked, but offline.
  func cachedVerdicts(of judge: any Judge, on traces: [Trace]) async throws -> Int {
    // Only a judge that reads its prompt has cached answers. A program would be run.
    guard repository.providers != nil, judge.reads, judge.callsModel, !traces.isEmpty else {
      return 0
    }
    var offline = repository.callOptions
    offline.isOffline = true
    let registry = CallService.registry(try await CallService.providers(repository.store, offline))
    let model = try await repository.defaultModel()
    let body = judge.body
    let silent = try registry.judge(body, defaultModel: model)
    let said = await score(traces, with: silent, concurrency: repository.callOptions.concurrency)
    return said.count { !$0.isUnasked }
  }

  /// Aligns a judge by several optimizers, and ranks them on the same traces.
  ///
  /// The held-out part is opened once, for the winner. If no optimizer beats the base, it stays
  /// closed.
  ///
  /// - Parameters:
  ///   - text: the base judge.
  ///   - names: the optimizers.
  ///   - options: the seed, the thresholds, and a closure for progress.
  /// - Returns: the ranking, and the report of the best optimizer.
  /// - Throws: `JudgeFailure` if all optimizers fail.
  public func align(
    _ text: String, comparing names: [String], options: AlignOptions = AlignOptions()
  ) async throws -> OptimizerComparison {
    let run = try await beginAlignment(text, options)
    var optimizers: [any AlignmentOptimizer] = []
    for name in names { optimizers.append(try optimizer(name)) }
    var fit = options.fit
    fit.forcesValidation = !run.data.decidesAlike(optimizers)
    // The best of several looks better than it is, so the allowed error is divided among them.
    fit.candidates *= optimizers.count
    var entries: [(OptimizerComparison.Entry, FittedAlignment?)] = []
    var failure: JudgeFailure?
    for (name, optimizer) in zip(names, optimizers) {
      let (before, start) = (repository.calls.statistics, Date())
      var fitted: FittedAlignment?
      var error: JudgeFailure?
      do throws(JudgeFailure) {
        fitted = try await run.data.fit(optimizer, context: run.context, options: fit)
      } catch let thrown {
        error = thrown
        failure = thrown
      }
      entries.append(
        (
          OptimizerComparison.Entry(
            optimizer: name, evidence: fitted?.evidence, error: error?.description,
            calls: repository.calls.statistics.since(before),
            seconds: Date().timeIntervalSince(start)),
          fitted
        ))
    }
    // The best on validation first. Among equals, the one with fewer calls, then the first named.
    let order = entries.indices.sorted { left, right in
      let keys = [left, right].map { place in
        (
          -(entries[place].0.evidence?.alignedAccuracy ?? -1),
          entries[place].0.calls.calls + entries[place].0.calls.cached, place
        )
      }
      return keys[0] < keys[1]
    }
    let improved = order.first { entries[$0].1?.improved ?? false }
    guard let best = improved ?? order.first, let fitted = entries[best].1 else {
      throw failure ?? JudgeFailure(.usage, "no optimizer was named")
    }
    let kept = try await conclude(
      run, fitted, opens: improved != nil, repeats: options.repeats)
    return OptimizerComparison(
      entries: order.map { entries[$0].0 }, winner: improved.map { entries[$0].0.optimizer },
      result: kept)
  }
}
