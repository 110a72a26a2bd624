import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import Testing

@Suite("The fitness of a stored card, for the looks of today") struct StoredFitTests {
  private let bars = FitForUse.Bars()

  @Test("Rates are computed again from their counts", arguments: [0.95, 0.99, 0.9975])
  func rates(confidence: Double) throws {
    let passing = ClusteredProportion((0..<200).map { ($0 / 4, $0 % 21 != 0) })
    let failing = ClusteredProportion((0..<90).map { ($0, $0 % 9 != 0) })
    let stored = FitForUse(passing: passing, failing: failing)
    let again = try #require(FitForUse(stored: stored.json, bars: bars, confidence: confidence))
    #expect(
      again == FitForUse(passing: passing, failing: failing, confidence: confidence))
    let strict = FitForUse(stored: stored.json, bars: .init(rate: 0.99), confidence: confidence)
    #expect(strict?.verdict != .fit)
  }

  @Test("The interval of a kappa grows with the confidence") func kappa() throws {
    let stored = FitForUse(
      kappa: 0.75, interval: ConfidenceInterval(lower: 0.62, upper: 0.85, confidence: 0.95),
      isWeighted: false, count: 100, groups: 100)
    #expect(stored.verdict == .fit)
    let same = try #require(FitForUse(stored: stored.json, bars: bars, confidence: 0.95))
    #expect(same.verdict == .fit)
    let later = try #require(FitForUse(stored: stored.json, bars: bars, confidence: 0.9975))
    #expect(later.verdict == .tooFewLabels)
  }

  @Test(
    "What cannot be read is no fitness",
    arguments: [
      .null, [:], ["criteria": []], ["criteria": [["name": "TPR", "right": 3, "n": 2]]],
      [
        "criteria": [
          ["name": "TPR", "right": 3, "n": 2, "groups": 2, "design_effect": 1],
          ["name": "TNR", "right": 1, "n": 2, "groups": 2, "design_effect": 1],
        ]
      ],
      ["criteria": [["name": "kappa", "value": 1, "n": -1, "groups": -2]]],
      ["confidence": 7, "criteria": [["name": "kappa", "n": 1, "groups": 1]]],
    ] as [JSONValue])
  func unreadable(json: JSONValue) {
    #expect(FitForUse(stored: json, bars: bars, confidence: 0.95) == nil)
  }

  @Test("A bar is no longer reached when more judges were measured") func looks() {
    let rate = ClusteredProportion((0..<60).map { ($0, $0 >= 5) })
    #expect(FitForUse(passing: rate, failing: rate).verdict == .fit)
    let later = FitForUse(
      passing: rate, failing: rate, confidence: Looks.confidence(bestOf: 20))
    #expect(later.verdict == .tooFewLabels)
  }
}
