import JudgeJSON
import JudgeTestSupport
import JudgeWork
import Testing

@testable import JudgeScoring

@Suite struct CalibrationModelTests {
  private func random(_ generator: inout SeededGenerator, classes: Int) -> CalibrationModel {
    func number() -> Double { Double.random(in: -2...2, using: &generator) }
    func row(_ count: Int) -> [Double] { (0..<count).map { _ in number() } }
    let features = ["difference.words", "outputs.a.digits", "pair.equal"].map {
      CalibrationModel.Feature(name: $0, mean: number(), scale: number().magnitude + 0.01)
    }
    return CalibrationModel(
      classes: (0..<classes).map { .string("v\($0)") }, features: features,
      intercept: row(classes), verdict: (0..<classes).map { _ in row(classes) },
      weights: (0..<classes).map { _ in row(3) }, interacting: [0, 2],
      interactions: (0..<classes).map { _ in (0..<classes).map { _ in row(2) } }, margin: 0.25)
  }

  @Test(arguments: [21, 22, 23] as [UInt64])
  func roundTripPredictsTheSame(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for classes in 2...4 {
      let model = random(&generator, classes: classes)
      let text = model.json.canonicalText
      let copy = try CalibrationModel(json: JSONValue(parsing: text))
      #expect(copy == model, "seed \(seed)")
      #expect(copy.json.canonicalText == text, "seed \(seed)")
      for _ in 0..<200 {
        let features = LexicalFeatures(
          values: [
            "difference.words": Double.random(in: -5...5, using: &generator),
            "outputs.a.digits": Double.random(in: 0...1, using: &generator),
          ], fieldCount: 2)
        let verdict: JSONValue? =
          generator.once(in: 4) ? nil : .string("v\(generator.below(classes + 1))")
        let expected = model.predict(verdict: verdict, features: features)
        #expect(copy.predict(verdict: verdict, features: features) == expected, "seed \(seed)")
        #expect((expected.probabilities.reduce(0, +) - 1).magnitude < 1e-12)
      }
    }
  }

  @Test func tiesGoToTheBaseVerdictThenToTheFirstClass() {
    #expect(CalibrationModel.choose([1, 1, 1], verdict: 2, margin: 0) == 2)
    #expect(CalibrationModel.choose([0, 1, 1], verdict: 0, margin: 0) == 1)
    #expect(CalibrationModel.choose([1, 1, 0], verdict: nil, margin: 0.5) == 0)
    #expect(CalibrationModel.choose([0.5, 0.6, 0], verdict: 0, margin: 0.25) == 0)
    #expect(CalibrationModel.choose([0.5, 0.8, 0], verdict: 0, margin: 0.25) == 1)
  }

  @Test func refusesWhatItCannotRun() throws {
    var generator = SeededGenerator(seed: 5)
    let good = try #require(random(&generator, classes: 2).json.objectValue)
    func code(_ key: String, _ value: JSONValue?) -> JudgeFailure.Code? {
      var object = good
      object[key] = value
      do {
        _ = try CalibrationModel(json: .object(object))
        return nil
      } catch { return error.code }
    }
    #expect(code("margin", 0) == nil)
    #expect(code("feature_set", "lexical-9") == .unknownFeatureSet)
    #expect(code("feature_set", nil) == .badField)
    #expect(code("classes", []) == .badField)
    #expect(code("weights", [[1], [2]]) == .badShape)
    #expect(code("verdict", [[1, 2]]) == .badShape)
    #expect(code("scales", [1, 0, 1]) == .badField)
    #expect(code("interacting", [7]) == .badField)
    #expect(code("interactions", nil) == .badShape)
    #expect(code("intercept", ["1", 2]) == .badShape)
    // Of these, sums are infinite and differences no numbers.
    #expect(code("intercept", [1e308, 1e308]) == .badShape)
    #expect(code("margin", -1e308) == .badField)
  }
}
