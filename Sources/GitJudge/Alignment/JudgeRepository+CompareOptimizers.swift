import FoundationEssentials
public import JudgeAlignment
public import JudgeJSON
import JudgeProviders
import JudgeScoring

/// Several optimizers on the same traces.
public struct OptimizerComparison: Sendable {
  /// How one optimizer did.
  public struct Entry: Sendable {
    /// Its name.
    public let optimizer: String
    /// What it came to on the validation part; `nil` where it failed.
    public let evidence: SelectionEvidence?
    /// Why it failed.
    public let error: String?
    /// What was called for it.
    public let calls: CallStatistics
    /// How long it took, in seconds.
    public let seconds: Double

    /// The entry as JSON with stable keys.
    public var json: JSONValue {
      var object: JSONObject = ["optimizer": .string(optimizer)]
      object["selection"] = evidence?.json ?? .null
      calls.put(into: &object)
      object["seconds"] = .number((seconds * 1000).rounded() / 1000)
      if let error { object["error"] = .string(error) }
      return .object(object)
    }
  }

  /// One entry per optimizer, the best first.
  public let entries: [Entry]
  /// The best one's name; `nil` where none is better than the base.
  public let winner: String?
  /// The winner's report, or the best loser's where there is no winner.
  public let result: AlignResult

  /// The comparison as JSON with stable keys, beside those of `align`.
  public var json: JSONValue {
    var object = result.json.objectValue ?? [:]
    object["optimizers"] = .array(entries.map(\.json))
    object["winner"] = winner.map { .string($0) } ?? .null
    return .object(object)
  }
}

extension JudgeRepository {
  /// Aligns a judge by several optimizers, ranks them on the same validation part, and opens the
  /// held-out part once, for the best.
  ///
  /// - Parameters:
  ///   - text: the base judge.
  ///   - names: the optimizers.
  ///   - options: seed, thresholds, somebody to tell.
  /// - Returns: the ranking, and the report of the best.
  /// - Throws: `JudgeError` where all of them fail.
  public func align(
    _ text: String, comparing names: [String], options: AlignOptions = AlignOptions()
  ) async throws(JudgeError) -> OptimizerComparison {
    let started = Date()
    let atFirst = await callStatistics
    let base = try uncalibrated(try await judge(named: text))
    try await checkCanBeAligned(base)
    let experiment = try await currentExperiment(holding: base.name)
    let data = try await alignmentData(base, in: experiment.id, includeStale: options.includeStale)
    let context = try await alignmentContext(options)
    var fit = options.fit
    fit.forcesValidation = true
    var entries: [(OptimizerComparison.Entry, FittedAlignment?)] = []
    var failure: AlignmentError?
    for name in names {
      let optimizer = try optimizer(name)
      let (before, start) = (await callStatistics, Date())
      var fitted: FittedAlignment?
      var error: AlignmentError?
      do throws(AlignmentError) {
        fitted = try await data.fit(optimizer, context: context, options: fit)
      } catch let thrown {
        error = thrown
        failure = thrown
      }
      entries.append(
        (
          OptimizerComparison.Entry(
            optimizer: name, evidence: fitted?.evidence, error: error?.description,
            calls: await callStatistics.since(before), seconds: Date().timeIntervalSince(start)),
          fitted
        ))
    }
    // The best on validation; of equals the one that asked less, then the one named first.
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
      throw failure.map { JudgeError(wrapping: $0) }
        ?? JudgeError(.usage, "no optimizer was named")
    }
    let commit = try await JudgeError.wrap { try await store.head()?.commit }
    let openings = try await open(data, experiment.id, judge: base.hash)
    let result = try await JudgeError.wrap {
      try await data.measure(fitted, context: context, repeats: options.repeats)
    }
    let report = AlignmentReport(
      data: data, fitted: fitted, result: result, openings: openings,
      seconds: Date().timeIntervalSince(started), commit: commit)
    let kept = try await keep(
      report, calls: await callStatistics.since(atFirst), base: base, experiment: experiment.id)
    return OptimizerComparison(
      entries: order.map { entries[$0].0 }, winner: improved.map { entries[$0].0.optimizer },
      result: kept)
  }
}
