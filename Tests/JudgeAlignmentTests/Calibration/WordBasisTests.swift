import JudgeJSON
import JudgeScoring
import JudgeTestSupport
import JudgeWork
import Testing

@testable import JudgeAlignment

@Suite("Words of a calibration")
struct WordBasisTests {
  private static func words(_ random: inout SeededGenerator, among count: Int) -> JSONValue {
    .string((0..<12).map { _ in "w\(random.below(count))" }.joined(separator: " "))
  }

  @Test(
    "The columns' products are those of the TF-IDF vectors, and weights say what coefficients do")
  func products() throws {
    var random = SeededGenerator(seed: 20_261_130)
    let counts = (0..<25).map { _ in
      WordCounts(inputs: .null, outputs: Self.words(&random, among: 60))
    }
    let basis = WordBasis(counts)
    #expect(basis.columns > 10 && basis.rows.allSatisfy { $0.count == basis.columns })
    for row in basis.rows {
      let square = row.reduce(0) { $0 + $1 * $1 }
      #expect(square > 0.97 && square < 1 + 1e-9)
    }
    let coefficients = [(0..<basis.columns).map { _ in Double.random(in: -1...1, using: &random) }]
    let model = basis.model(coefficients) { $0 }
    for (item, row) in basis.rows.enumerated() {
      let wanted = zip(row, coefficients[0]).reduce(0) { $0 + $1.0 * $1.1 }
      let found = try #require(model.logits(counts[item]).first)
      // What the columns leave out of a vector of length 1 is at most 0.02 of its square.
      #expect(abs(found - wanted) < 0.5, "\(found) \(wanted)")
    }
  }

  @Test("Outputs count apart from inputs; of two outputs the difference counts")
  func buckets() {
    let one = WordCounts(inputs: "alpha beta", outputs: "gamma")
    #expect(one.buckets.count == 3 && one.counts.allSatisfy { $0 == 1 })
    #expect(WordCounts(inputs: "Alpha  BETA!", outputs: "gamma") == one)
    #expect(WordCounts(inputs: "gamma", outputs: "alpha beta") != one)
    let pair = WordCounts(
      inputs: "alpha", outputs: ["a": "gamma delta", "b": "gamma epsilon"])
    #expect(pair.counts.sorted() == [-1, 1])
  }

  /// Cases whose label is a word, in texts of one length; the base is a coin.
  private static func items(_ count: Int, seed: UInt64, words: Bool) -> [CalibrationItem] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { index in
      let isGood = random.once(in: 2)
      let text = "\(isGood ? "lemon" : "melon") w\(random.below(40)) w\(random.below(40))"
      return CalibrationItem(
        verdict: random.once(in: 2) ? "good" : "bad",
        features: LexicalFeatures(inputs: "same", outputs: .string(text), words: words),
        label: isGood ? "good" : "bad", group: "g\(index)")
    }
  }

  @Test("A word that decides is found, stored and read again")
  func aWordDecides() throws {
    let items = Self.items(80, seed: 3, words: true)
    let outcome = CalibrationTrainer().train(items, values: ["good", "bad"], seed: 1)
    #expect(outcome.improved)
    let model = try #require(outcome.model)
    #expect(model.words != nil)
    let copy = try CalibrationModel(json: model.json)
    #expect(copy == model)
    let fresh = Self.items(60, seed: 4, words: true)
    let right = fresh.count {
      copy.predict(verdict: $0.verdict, features: $0.features).value == $0.label
    }
    #expect(right > 54, "\(right) of 60")
  }

  /// The base is right in all cases of one length, and wrong in the others.
  @Test("Words that make no more verdicts right stay out")
  func wordsMustEarnTheirPlace() throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      var random = SeededGenerator(seed: seed)
      let items = (0..<80).map { index in
        let (isGood, isLong) = (random.once(in: 2), random.once(in: 2))
        let count = isLong ? 30 : 8
        let text = (0..<count).map { _ in "w\(random.below(400))" }.joined(separator: " ")
        return CalibrationItem(
          verdict: isGood != isLong ? "good" : "bad",
          features: LexicalFeatures(inputs: "same", outputs: .string(text), words: true),
          label: isGood ? "good" : "bad", group: "g\(index)")
      }
      let outcome = CalibrationTrainer().train(items, values: ["good", "bad"], seed: 1)
      #expect(outcome.model?.words == nil, "seed \(seed)")
    }
  }

  @Test("Without words a calibration is what it was, and one with words names them")
  func oldModels() throws {
    var options = CalibrationOptions()
    options.readsWords = false
    let old = try #require(
      CalibrationTrainer(options: options).train(
        Self.items(80, seed: 3, words: true), values: ["good", "bad"], seed: 1
      ).model)
    #expect(old.words == nil && old.json["words"] == nil)
    #expect(old.json["feature_set"] == "lexical-1")
    let new = try #require(
      CalibrationTrainer().train(
        Self.items(80, seed: 3, words: true), values: ["good", "bad"], seed: 1
      ).model)
    #expect(new.json["feature_set"] == "lexical-1+words-1")
    var broken = try #require(new.json.objectValue)
    broken["words"] = nil
    #expect(throws: JudgeFailure.self) { try CalibrationModel(json: .object(broken)) }
    broken["words"] = ["cases": 1, "frequencies": [1], "weights": []]
    #expect(throws: JudgeFailure.self) { try CalibrationModel(json: .object(broken)) }
  }
}
