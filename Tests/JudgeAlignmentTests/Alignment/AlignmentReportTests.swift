import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring
import Testing

@testable import JudgeAlignment

@Suite("The report of an alignment")
struct AlignmentReportTests {
  private func report(
    _ traces: [Trace], _ optimizer: any AlignmentOptimizer, stale: Bool = false
  ) async throws -> AlignmentReport {
    let data = try await AlignmentData(
      judge: Planted.judge(), traces: traces, includeStale: stale)
    let fitted = try await data.fit(optimizer, context: AlignmentContext(seed: 7))
    return AlignmentReport(
      data: data, fitted: fitted, result: try await data.measure(fitted), openings: 3,
      seconds: 1.23456, commit: "abc")
  }

  @Test("The keys that scripts rely on")
  func keys() async throws {
    let report = try await report(Planted.noSignal(120), FakeOptimizer())
    let figures = report.figures
    for key in [
      "optimizer", "improved", "selection", "base", "aligned", "relative_accuracy_gain",
      "relative_error_reduction", "mcnemar_p", "split", "warnings",
    ] {
      #expect(figures[key] != nil, "\(key)")
    }
    for key in ["method", "n", "base_accuracy", "aligned_accuracy", "difference_lower_95"] {
      #expect(figures["selection"]?[key] != nil, "selection.\(key)")
    }
    for part in ["base", "aligned"] {
      for key in ["n", "accuracy", "cohen_kappa"] { #expect(figures[part]?[key] != nil) }
    }
    #expect(figures["selection"]?["method"] == "validation")
    #expect(figures["improved"] == false && figures["seed"] == 7)
    #expect(figures["seconds"] == 1.235 && figures["data_commit"] == "abc")
    let split = figures["split"]
    let train = split?["train"]?.intValue ?? 0
    let test = split?["test"]?.intValue ?? 0
    #expect(train + test == 120 && split?["groups"] == 120 && split?["test_openings"] == 3)
    #expect(figures["base"]?["n"]?.intValue == test)
  }

  @Test("What is odd about the data is said")
  func warnings() async throws {
    var traces = Planted.noSignal(60)
    traces.append(Planted.trace("tr-tie", votes: ["good", "bad"], verdict: "good"))
    traces.append(Planted.trace("tr-error", votes: ["good"], verdict: nil))
    var stale = Planted.trace("tr-stale", votes: ["good"], verdict: "good")
    stale.labels[0].isStale = true
    traces.append(stale)
    let warnings = try await report(traces, FakeOptimizer()).warnings
    #expect(warnings.contains { $0.contains("held-out traces: read the deciding figure") })
    #expect(warnings.contains { $0.contains("failed on 1 labelled trace;") })
    #expect(warnings.contains { $0.contains("do not agree on 1 labelled trace") })
    #expect(warnings.contains { $0.hasPrefix("1 stale labels are left out") })
    let taken = try await report(traces, FakeOptimizer(), stale: true).warnings
    #expect(taken.contains("1 stale labels are taken in"))
    let few = try await report(Array(traces.prefix(40)), FakeOptimizer()).warnings
    #expect(few.contains { $0.contains("50 to 100 are advised") })
  }

  @Test("No gain is said as such")
  func conclusion() async throws {
    let report = try await report(Planted.noSignal(120), FakeOptimizer())
    #expect(report.conclusion.hasPrefix("no gain was found: keep the base judge"))
    #expect(report.result?.paired.relativeAccuracyGain == 0)
  }

  @Test("What is better without a proof is not called no gain")
  func unproved() async throws {
    let report = try await report(Planted.noSignal(80), FakeOptimizer())
    let fitted = FittedAlignment(
      optimizer: "fake", body: report.fitted.body,
      evidence: SelectionEvidence(
        method: .validation, n: 12, baseAccuracy: 0.5, alignedAccuracy: 0.75,
        differenceLower95: -0.02), seed: 7, notes: [])
    let other = AlignmentReport(
      data: report.data, fitted: fitted, result: nil, openings: 0, seconds: 0, commit: nil)
    #expect(other.conclusion.hasPrefix("no gain was found beyond chance: keep the base judge"))
    #expect(other.figures["base"] == .null && other.figures["aligned"] == .null)
    #expect(other.figures["mcnemar_p"] == .null && other.figures["split"]?["test_openings"] == 0)
  }
}
