import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeWork
import Testing

@testable import JudgeAlignment

@Suite("Fitting and deciding without the held-out part")
struct FitTests {
  /// Traces on which the base is always wrong; another source is right on some of the parts.
  private static func traces(otherIsRightIn parts: Set<HeldOutSplit.Part>) -> [Trace] {
    (0..<120).map { index in
      let label: JSONValue = index.isMultiple(of: 2) ? "good" : "bad"
      let wrong: JSONValue = index.isMultiple(of: 2) ? "bad" : "good"
      var trace = Planted.trace("tr-\(1000 + index)", votes: [label], verdict: wrong)
      let part = HeldOutSplit.part(of: trace, feedbackName: "tone")
      var other = Planted.verdict(parts.contains(part) ? label : wrong)
      other.source.id = "other"
      trace.verdicts.append(other)
      return trace
    }
  }

  private func data(_ traces: [Trace]) async throws -> AlignmentData {
    try await AlignmentData(judge: Planted.judge(), traces: traces)
  }

  private func ids(_ data: AlignmentData, _ parts: HeldOutSplit.Part...) -> Set<String> {
    Set(data.items.filter { parts.contains($0.part) }.map(\.example.trace.id))
  }

  @Test("An optimizer that is validated sees the training items, no validation or test item")
  func validationSeesTrainOnly() async throws {
    let data = try await data(Self.traces(otherIsRightIn: []))
    let optimizer = FakeOptimizer()
    _ = try await data.fit(optimizer)
    #expect(optimizer.shownIDs == ids(data, .train))
    #expect(optimizer.shown.count == 1 && !optimizer.shownIDs.isEmpty)
  }

  @Test("One that cross-validates sees the validation items too, never a test item")
  func crossValidationSeesBoth() async throws {
    let data = try await data(Self.traces(otherIsRightIn: []))
    let optimizer = FakeOptimizer(
      .crossValidation,
      evidence: SelectionEvidence(
        method: .crossValidation, n: 80, baseAccuracy: 0, alignedAccuracy: 1,
        differenceLower95: 0.5))
    let fitted = try await data.fit(optimizer)
    #expect(optimizer.shownIDs == ids(data, .train, .validation))
    #expect(optimizer.shownIDs.isDisjoint(with: ids(data, .test)))
    #expect(fitted.improved && fitted.evidence.n == 80)
  }

  @Test("A gain in validation decides, whatever the held-out part says")
  func decidedByValidation() async throws {
    let data = try await data(Self.traces(otherIsRightIn: [.validation]))
    let fitted = try await data.fit(FakeOptimizer.switching(to: "other"))
    #expect(fitted.improved && fitted.evidence.method == .validation)
    #expect(fitted.evidence.n == ids(data, .validation).count)
    #expect(fitted.evidence.baseAccuracy == 0 && fitted.evidence.alignedAccuracy == 1)
    let result = try await data.measure(fitted)
    #expect(result.aligned.comparison.accuracy == 0, "held out it is as bad as its base")
  }

  @Test("A gain on the held-out part alone decides nothing")
  func testPartDecidesNothing() async throws {
    let data = try await data(Self.traces(otherIsRightIn: [.test]))
    let fitted = try await data.fit(FakeOptimizer.switching(to: "other"))
    #expect(!fitted.improved && fitted.evidence.alignedAccuracy == 0)
    let result = try await data.measure(fitted)
    #expect(result.base.comparison.accuracy == 0 && result.aligned.comparison.accuracy == 1)
    #expect(Set(result.fixed) == ids(data, .test) && result.broken.isEmpty)
    #expect(result.base.count == ids(data, .test).count)
    #expect(result.paired.relativeErrorReduction == 1)
  }

  @Test("An optimizer that is to be validated cannot bring its own evidence")
  func ownEvidence() async throws {
    let data = try await data(Self.traces(otherIsRightIn: []))
    let boasting = FakeOptimizer(
      .validation,
      evidence: SelectionEvidence(
        method: .validation, n: 1000, baseAccuracy: 0, alignedAccuracy: 1, differenceLower95: 0.9))
    let fitted = try await data.fit(boasting)
    #expect(!fitted.improved && fitted.evidence.n == ids(data, .validation).count)
  }

  @Test("Too few labels, and labels that all say the same")
  func tooLittle() async throws {
    let few = try await data(Array(Self.traces(otherIsRightIn: []).prefix(8)))
    let error = await #expect(throws: JudgeFailure.self) {
      try await few.fit(FakeOptimizer(), options: FitOptions(minimum: 10))
    }
    #expect(error?.code == .tooFewLabels && error?.message.contains("at least 10") == true)
    #expect(
      error?.description.contains("min labels \(few.items(in: .train, .validation).count)") == true)
    let same = try await data(
      (0..<60).map { Planted.trace("tr-\($0)", votes: ["good"], verdict: "bad") })
    let one = await #expect(throws: JudgeFailure.self) { try await same.fit(FakeOptimizer()) }
    #expect(one?.code == .oneValue)
  }

  @Test("Where the body names no model, the one that answered for the base measures the aligned")
  func defaultModel() async throws {
    var body = Planted.body()
    body.model = nil
    let judge = try ModelRegistry().judge(body, defaultModel: "recorded:/\(Planted.source)")
    let data = try await AlignmentData(judge: judge, traces: Self.traces(otherIsRightIn: []))
    let fitted = try await data.fit(FakeOptimizer())
    #expect(fitted.body.model == nil)
    #expect(try await data.measure(fitted).aligned.failures == 0)
  }

  @Test("The constant guesser gives the label that is most frequent in training")
  func constant() async throws {
    // Three of five say "bad" in training; held out the first label is "good" throughout.
    let traces = (0..<200).map { index in
      let trace = Planted.trace("tr-\(1000 + index)", votes: [], verdict: "good")
      let isTest = HeldOutSplit.part(of: trace, feedbackName: "tone") == .test
      let label: JSONValue = isTest || index % 5 < 2 ? "good" : "bad"
      return Planted.trace("tr-\(1000 + index)", votes: [label], verdict: "good")
    }
    let data = try await data(traces)
    let result = try await data.measure(try await data.fit(FakeOptimizer()))
    #expect(result.constantAccuracy == 0)
    #expect(result.base.comparison.accuracy == 1)
    #expect(result.fixed.isEmpty && result.broken.isEmpty && result.paired.mcNemarP == 1)
  }

  @Test("Without a held-out group the figures are empty, not wrong")
  func nothingHeldOut() async throws {
    let traces = Self.traces(otherIsRightIn: []).filter {
      HeldOutSplit.part(of: $0, feedbackName: "tone") != .test
    }
    let data = try await data(traces)
    let result = try await data.measure(try await data.fit(FakeOptimizer()))
    #expect(result.base.comparison.count == 0 && result.base.comparison.accuracy == nil)
    #expect(result.constantAccuracy == nil)
  }
}
