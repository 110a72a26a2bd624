import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring
import Testing

@testable import JudgeAlignment

@Suite("Calibration from labels to a judge")
struct CalibrationOptimizerTests {
  @Test("A planted length bias is found, proved and corrected, and the body stands alone")
  func planted() async throws {
    let data = try await AlignmentData(
      judge: Planted.judge(), traces: Planted.lengthBias(160))
    let fitted = try await data.fit(CalibrationOptimizer(), context: AlignmentContext(seed: 3))
    #expect(fitted.improved && fitted.evidence.method == .crossValidation)
    #expect(fitted.evidence.n == data.items(in: .train, .validation).count)
    let result = try await data.measure(fitted)
    let (base, aligned) = (
      result.base.comparison.accuracy ?? 1, result.aligned.comparison.accuracy ?? 0
    )
    #expect(base < 0.25 && aligned > 0.75, "\(base) → \(aligned)")

    // Written and read back, the judge gives the same verdicts.
    let record = try fitted.body.record()
    let read = try JudgeBody(fields: record.fields)
    #expect(read == fitted.body && read.calibration != nil)
    let (first, second) = (try Planted.judge(fitted.body), try Planted.judge(read))
    for item in data.items.prefix(40) {
      let said = await first.feedback(on: item.example.trace)
      #expect(said == (await second.feedback(on: item.example.trace)))
    }
  }

  @Test("A judge that errs at random is kept", arguments: [UInt64(1), 2, 3])
  func noSignal(seed: UInt64) async throws {
    let data = try await AlignmentData(
      judge: Planted.judge(), traces: Planted.noSignal(120, seed: seed))
    #expect(
      try await data.fit(CalibrationOptimizer(), context: AlignmentContext(seed: seed)).improved
        == false)
  }

  @Test("An overridden verdict says what it was; one that failed stays failed")
  func calibratedJudge() async throws {
    let data = try await AlignmentData(judge: Planted.judge(), traces: Planted.lengthBias(160))
    let judge = try Planted.judge(try await data.fit(CalibrationOptimizer()).body)
    #expect(judge is CalibratedJudge && judge.source.id == "recorded:/biased")
    var overridden = 0
    for item in data.items {
      let said = await judge.feedback(on: item.example.trace)
      guard said.value != item.example.feedback.value else {
        #expect(said.metadata["uncalibrated_value"] == nil)
        continue
      }
      overridden += 1
      #expect(said.metadata["uncalibrated_value"] == item.example.feedback.value)
      #expect(said.rationale?.contains("overrides the base judge's") == true)
    }
    #expect(overridden > 100)
    let silent = await judge.feedback(on: Planted.trace("tr-x", votes: [], verdict: nil))
    #expect(silent.error?.code == "NO_RECORDED_VERDICT")
  }

  @Test("The same data and seed give the same body, whatever the order of traces")
  func determinism() async throws {
    let traces = Planted.lengthBias(80)
    let first = try await AlignmentData(judge: Planted.judge(), traces: traces)
    let second = try await AlignmentData(judge: Planted.judge(), traces: traces.reversed())
    let body = try await first.fit(CalibrationOptimizer(), context: AlignmentContext(seed: 5)).body
    #expect(
      try await second.fit(CalibrationOptimizer(), context: AlignmentContext(seed: 5)).body == body)
  }

  @Test("Tags never enter: the same labels with tags that tell them give the same body")
  func tags() async throws {
    let traces = Planted.lengthBias(80)
    let tagged = traces.map { trace in
      var trace = trace
      trace.tags = ["label": trace.labels[0].assessment.value ?? .null]
      trace.metadata = trace.tags
      return trace
    }
    let plain = try await AlignmentData(judge: Planted.judge(), traces: traces)
    let other = try await AlignmentData(judge: Planted.judge(), traces: tagged)
    let body = try await plain.fit(CalibrationOptimizer()).body
    #expect(try await other.fit(CalibrationOptimizer()).body == body)
  }

  @Test("A failed verdict is wrong before and after, and teaches nothing")
  func failures() async throws {
    let traces = Planted.lengthBias(120)
    let failing = (0..<40).map {
      Planted.trace("tr-fails-\($0)", votes: [$0 % 2 == 0 ? "good" : "bad"], verdict: nil)
    }
    let judge = try Planted.judge()
    let whole = try await AlignmentData(judge: judge, traces: traces)
    let mixed = try await AlignmentData(judge: judge, traces: traces + failing)
    let (one, other) = (
      try await whole.fit(CalibrationOptimizer()), try await mixed.fit(CalibrationOptimizer())
    )
    #expect(one.body.calibration == other.body.calibration)
    #expect(other.evidence.n == mixed.items(in: .train, .validation).count)
    let share = Double(one.evidence.n) / Double(other.evidence.n)
    #expect(share < 1)
    #expect(abs(other.evidence.baseAccuracy - share * one.evidence.baseAccuracy) < 1e-12)
    #expect(other.evidence.constantLower95 ?? 1 < one.evidence.constantLower95 ?? 0)
    let card = try await mixed.measure(other)
    #expect(card.base.failures > 0 && card.base.count == mixed.items(in: .test).count)
  }
}
