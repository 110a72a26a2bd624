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
    /// The result on the validation part, or `nil` if it failed.
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
  /// The name of the best optimizer, or `nil` if none beats the base.
  public let winner: String?
  /// The winner's report.
  ///
  /// If nothing beats the base, the best candidate's report without held-out figures.
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
  /// Aligns a judge by several optimizers, ranks them on the same traces, and opens the held-out
  /// part once, for the winner; if none is better, that part stays closed.
  ///
  /// - Parameters:
  ///   - text: the base judge.
  ///   - names: the optimizers.
  ///   - options: seed, thresholds, somebody to tell.
  /// - Returns: the ranking, and the report of the best.
  /// - Throws: `JudgeError` if all of them fail.
  public func align(
    _ text: String, comparing names: [String], options: AlignOptions = AlignOptions()
  ) async throws -> OptimizerComparison {
    let run = try await beginAlignment(text, options)
    var optimizers: [any AlignmentOptimizer] = []
    for name in names { optimizers.append(try optimizer(name)) }
    var fit = options.fit
    fit.forcesValidation = !run.data.decidesAlike(optimizers)
    // The best of several looks better than it is: the allowed error is divided among them.
    fit.candidates *= optimizers.count
    var entries: [(OptimizerComparison.Entry, FittedAlignment?)] = []
    var failure: AlignmentError?
    for (name, optimizer) in zip(names, optimizers) {
      let (before, start) = (await callStatistics, Date())
      var fitted: FittedAlignment?
      var error: AlignmentError?
      do throws(AlignmentError) {
        fitted = try await run.data.fit(optimizer, context: run.context, options: fit)
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
    let kept = try await conclude(
      run, fitted, opens: improved != nil, repeats: options.repeats)
    return OptimizerComparison(
      entries: order.map { entries[$0].0 }, winner: improved.map { entries[$0].0.optimizer },
      result: kept)
  }
}
