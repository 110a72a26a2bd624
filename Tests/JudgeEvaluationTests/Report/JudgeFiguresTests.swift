import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import Testing

@Suite("One judge's figures, and two judges on the same traces")
struct JudgeFiguresTests {
  private let truth = [0, 0, 0, 0, 1, 1, 1, 1]
  private let said: [JudgedLabel] = [
    .label(0), .label(0), .label(0), .label(1), .label(1), .label(1), .label(0), .error,
  ]

  private func figures(seed: UInt64 = 1, pass: [JSONValue] = ["good"]) throws -> JudgeFigures {
    try JudgeFigures(
      said, truth: truth, groups: [0, 0, 1, 1, 2, 2, 3, 3], values: ["good", "bad"], pass: pass,
      seed: seed)
  }

  @Test("Accuracy, recall, TPR and TNR over the traces with a verdict; errors beside")
  func json() throws {
    let json = try figures().json
    #expect(json["n"] == 7 && json["errors"] == 1)
    #expect(json["accuracy"]?.doubleValue == 5.0 / 7)
    #expect(json["recall"]?["good"]?.doubleValue == 0.75)
    #expect(json["recall"]?["bad"]?.doubleValue == 2.0 / 3)
    #expect(json["true_positive_rate"]?.doubleValue == 0.75)
    #expect(json["true_negative_rate"]?.doubleValue == 2.0 / 3)
    let interval = json["accuracy_interval"]?.arrayValue?.compactMap(\.doubleValue) ?? []
    // Wilson's interval of 5 in 7, as R's binom.wilson gives it.
    #expect(interval.count == 2 && abs(interval[0] - 0.358934) < 1e-5)
    #expect(interval.count == 2 && abs(interval[1] - 0.917779) < 1e-5)
    #expect(try figures(pass: []).json["true_positive_rate"] == nil)
  }

  @Test("The bootstrap of kappa has a seed, and its interval holds the figure")
  func bootstrap() throws {
    let figures = try figures(seed: 5)
    #expect(figures.kappaInterval == (try self.figures(seed: 5)).kappaInterval)
    let kappa = try #require(figures.comparison.cohenKappa)
    if let interval = figures.kappaInterval {
      #expect(interval.lower <= kappa && kappa <= interval.upper)
    }
  }

  @Test("Without traces figures are null, not numbers")
  func empty() throws {
    let json = try JudgeFigures(
      [], truth: [], groups: [], values: ["good", "bad"], pass: ["good"], seed: 0
    ).json
    #expect(json["n"] == 0 && json["accuracy"] == .null && json["accuracy_interval"] == .null)
    #expect(json["cohen_kappa"] == .null && json["true_positive_rate"] == .null)
  }

  @Test("Gain and error reduction, computed by hand; traces on which either failed are left out")
  func paired() throws {
    let aligned: [JudgedLabel] = [
      .label(0), .label(0), .label(0), .label(0), .label(1), .label(1), .error, .label(1),
    ]
    let paired = try PairedFigures(base: said, candidate: aligned, truth: truth)
    // Six traces: base 5 right, aligned 6.
    #expect(paired.outcomes.total == 6)
    #expect(abs((paired.relativeAccuracyGain ?? 0) - 0.2) < 1e-12)
    #expect(abs((paired.relativeErrorReduction ?? 0) - 1) < 1e-12)
    #expect(paired.mcNemarP == 1)
  }

  @Test("A base that is never right has no relative gain, one without errors no reduction")
  func undefined() throws {
    let wrong = try PairedFigures(base: [.label(1)], candidate: [.label(0)], truth: [0])
    #expect(wrong.relativeAccuracyGain == nil && wrong.relativeErrorReduction == 1)
    let right = try PairedFigures(base: [.label(0)], candidate: [.label(0)], truth: [0])
    #expect(right.relativeAccuracyGain == 0 && right.relativeErrorReduction == nil)
    let none = try PairedFigures(base: [], candidate: [], truth: [])
    #expect(none.relativeAccuracyGain == nil && none.relativeErrorReduction == nil)
  }
}
