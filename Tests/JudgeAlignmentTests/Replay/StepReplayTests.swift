import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import Testing

@testable import JudgeAlignment

@Suite("A recorded step seen again")
struct StepReplayTests {
  private func step(_ labels: [String]) -> AlignmentStep {
    var step = AlignmentStep(
      optimizer: "memalign", seed: 1, base: ContentID(hashing: Array("base".utf8)))
    step.labels = labels
    return step
  }

  @Test("Its labels count however they stand today, later ones do not")
  func labels() throws {
    var trace = Planted.trace("tr-1", votes: ["good", "bad", "bad"], verdict: nil)
    trace.labels[0].standing = .deleted
    trace.labels[1].isStale = true
    trace.decisions["tone"] = "bad"
    var step = step([trace.labels[0].id, trace.labels[1].id])
    step.decisions = ["tr-1": "good"]
    let seen = try #require(step.traces(from: [trace], on: "tone") { _ in false }.first)
    #expect(seen.votes(on: "tone", includeStale: false).map(\.id) == step.labels)
    #expect(seen.decisions == ["tone": "good"], "what was decided then")
    step.decisions = [:]
    #expect(step.traces(from: [trace], on: "tone") { _ in false }.first?.decisions == [:])
  }

  @Test("What is taken out is gone, expectations too, and a trace without votes with it")
  func removed() throws {
    var trace = Planted.trace("tr-1", votes: ["good", "bad"], verdict: nil)
    let expectation = Assessment(
      traceID: "tr-1", name: "expected", source: .human("reviewer-1"),
      content: .expectation("so"))
    trace.labels.append(
      Label(id: "a-e", record: ContentID(hashing: Array("e".utf8)), assessment: expectation))
    let step = step(trace.labels.prefix(2).map(\.id))
    let without = { (source: String) in
      step.traces(from: [trace], on: "tone") { $0.assessment.source.id == source }
    }
    #expect(without("reviewer-0").first?.votes(on: "tone").map(\.assessment.value) == ["bad"])
    #expect(without("reviewer-0").first?.expectations != nil)
    #expect(without("reviewer-1").first?.expectations == nil)
    #expect(step.traces(from: [trace], on: "tone") { $0.assessment.traceID == "tr-1" }.isEmpty)
  }

  @Test("Options come back from the settings that a fit records")
  func options() async throws {
    let data = try await AlignmentData(
      judge: Planted.judge(), traces: Planted.lengthBias(80))
    var options = FitOptions(minimum: 12, refit: true, thenCalibrates: true)
    options.forcesValidation = true
    let fitted = try await data.fit(CalibrationOptimizer(), options: options)
    let step = try #require(fitted.body.steps.last)
    #expect(step.fitOptions.minimum == 12 && step.fitOptions.refit)
    #expect(step.fitOptions.forcesValidation && step.fitOptions.thenCalibrates)
    #expect(try OptimizerCatalog.optimizer(step.optimizer, settings: step.settings) != nil)
    #expect(
      MemAlign().settings(with: options, AlignmentContext())["selection"] == "validation")
    let plain = FitOptions()
    #expect(step.fitOptions.rules == .current && plain.rules == .current)
    // A step that names no rules was made under the first ones.
    #expect(self.step([]).fitOptions.minimum == 10 && self.step([]).fitOptions.rules == .first)
    #expect(!self.step([]).fitOptions.forcesValidation)
  }

  @Test("A calibration of earlier rules is fitted and decided as it was then")
  func earlierCalibration() async throws {
    #expect(AlignmentRules.current == .scoresByVerdict)
    var decidedBefore: [UInt64] = []
    for seed in 0..<12 as Range<UInt64> {
      let data = try await AlignmentData(
        judge: Planted.judge(), traces: Planted.rareBias(60, seed: seed))
      var options = FitOptions()
      let now = try await data.fit(CalibrationOptimizer(), options: options)
      options.rules = .foldLevels
      let before = try await data.fit(CalibrationOptimizer(), options: options)
      #expect(now.body.steps.last?.settings["rules"] == 4)
      #expect(before.body.steps.last?.fitOptions.rules == .foldLevels)
      #expect(now.body.calibration == before.body.calibration)
      #expect(now.improved || !before.improved, "seed \(seed)")
      if now.evidence.logScoreLower95 != before.evidence.logScoreLower95 {
        decidedBefore.append(seed)
      }
    }
    // Only the new rules compare the log score of some of them.
    #expect(!decidedBefore.isEmpty)
  }

  @Test("A replay with all labels, held-out traces left out, gives the same judge")
  func same() async throws {
    let traces = Planted.lengthBias(120)
    let judge = try Planted.judge()
    let data = try await AlignmentData(judge: judge, traces: traces)
    let fitted = try await data.fit(
      CalibrationOptimizer(), context: AlignmentContext(seed: 7))
    let step = try #require(fitted.body.steps.last)
    let known = Set(step.labels)
    let training = traces.filter { $0.labels.contains { known.contains($0.id) } }
    #expect(training.count < traces.count)
    let again = try await AlignmentData(
      judge: judge, traces: step.traces(from: training, on: "tone") { _ in false })
    let replayed = try await again.fit(
      CalibrationOptimizer(), context: AlignmentContext(seed: step.seed),
      options: step.fitOptions)
    #expect(replayed.body == fitted.body)
  }

  @Test("The bound of calls follows the counts")
  func estimate() {
    let traces = (0..<60).map { Planted.trace("tr-\($0)", votes: ["good"], verdict: nil) }
    let validating = traces.count {
      HeldOutSplit.part(of: $0, feedbackName: "tone") == .validation
    }
    func most(_ optimizer: any AlignmentOptimizer, asks: Bool) -> Int? {
      CallEstimate.most(
        optimizer, options: FitOptions(), traces: traces, on: "tone", asks: asks)
    }
    #expect(most(CalibrationOptimizer(), asks: false) == 0)
    #expect(most(CalibrationOptimizer(), asks: true) == 60 + 2 * validating)
    #expect(most(MemAlign(), asks: true) == 3 * 60 + 1 + 1)
    #expect(most(FewShot(candidates: 1, trials: 5), asks: true) == 4 * 60 + 5 + 5)
    #expect(most(GEPA(maxMetricCalls: 60), asks: true) == 4 * 60 + 60 + 4 * 60)
    #expect(most(FakeOptimizer(), asks: true) == nil)
  }
}
