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

  @Test("A failed verdict is a wrong one in every figure; those answered stand beside")
  func json() throws {
    let figures = try figures()
    let json = figures.json
    #expect(json["n"] == 8 && json["errors"] == 1)
    #expect(json["accuracy"]?.doubleValue == 5.0 / 8)
    #expect(json["accuracy_answered"]?.doubleValue == 5.0 / 7)
    #expect(json["recall"]?["good"]?.doubleValue == 0.75)
    #expect(json["recall"]?["bad"]?.doubleValue == 2.0 / 4)
    #expect(json["true_positive_rate"]?.doubleValue == 0.75)
    #expect(json["true_negative_rate"]?.doubleValue == 2.0 / 4)
    #expect(json["balanced_accuracy"]?.doubleValue == 0.625)
    // By hand: rows good 3 1 0, bad 1 2 1: observed 5/8, expected (4·4 + 4·3) / 64.
    #expect(abs((figures.kappa ?? 0) - (5.0 / 8 - 28.0 / 64) / (1 - 28.0 / 64)) < 1e-12)
    #expect(abs((figures.macroF1 ?? 0) - (6.0 / 8 + 4.0 / 7) / 2) < 1e-12)
    #expect(try self.figures(pass: []).json["true_positive_rate"] == nil)
  }

  @Test("A judge that fails on 12 of 48 traces and is right on the others shows 0.75")
  func failing() throws {
    let truth = (0..<48).map { $0 % 2 }
    let said = truth.enumerated().map { $0 % 4 == 3 ? JudgedLabel.error : .label($1) }
    let figures = try JudgeFigures(
      said, truth: truth, groups: Array(0..<48), values: ["good", "bad"], pass: ["good"], seed: 0)
    #expect(figures.accuracy.value == 0.75)
    #expect(figures.comparison.accuracy == 1)
    #expect((figures.kappa ?? 1) < 0.7)
    #expect(figures.trueNegative?.value == 0.5)
    #expect(figures.fit.verdict == .notFit)
  }

  @Test("Intervals take groups as their units") func groups() throws {
    let truth = (0..<60).map { $0 % 2 }
    // Wrong on whole groups of ten.
    let said = truth.enumerated().map { JudgedLabel.label($0 / 10 == 2 ? 1 - $1 : $1) }
    func width(_ groups: [Int]) throws -> Double {
      let figures = try JudgeFigures(
        said, truth: truth, groups: groups, values: ["good", "bad"], pass: [], seed: 0)
      let interval = try #require(figures.accuracy.interval())
      return interval.upper - interval.lower
    }
    #expect(try width((0..<60).map { $0 / 10 }) > 2 * width(Array(0..<60)))
    let base = truth.map { JudgedLabel.label(1 - $0) }
    func difference(_ groups: [Int]?) throws -> Double {
      let paired = try PairedFigures(base: base, candidate: said, truth: truth, groups: groups)
      let interval = try #require(paired.differenceInterval)
      return interval.upper - interval.lower
    }
    #expect(try difference((0..<60).map { $0 / 10 }) > 1.5 * difference(nil))
  }

  @Test("The bootstrap of kappa has a seed, and its interval holds the figure")
  func bootstrap() throws {
    let figures = try figures(seed: 5)
    #expect(figures.kappaInterval == (try self.figures(seed: 5)).kappaInterval)
    let kappa = try #require(figures.kappa)
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

  @Test("Gain and error reduction, computed by hand; a failed verdict is a wrong one")
  func paired() throws {
    let aligned: [JudgedLabel] = [
      .label(0), .label(0), .label(0), .label(0), .label(1), .label(1), .error, .label(1),
    ]
    let paired = try PairedFigures(base: said, candidate: aligned, truth: truth)
    // Eight traces: base 5 right, aligned 7.
    #expect(paired.outcomes.total == 8)
    #expect(abs((paired.relativeAccuracyGain ?? 0) - 0.4) < 1e-12)
    #expect(abs((paired.relativeErrorReduction ?? 0) - 2.0 / 3) < 1e-12)
    #expect(paired.mcNemarP == 0.5)
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
