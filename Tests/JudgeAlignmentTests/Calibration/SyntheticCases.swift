import JudgeJSON
import JudgeScoring
import JudgeTestSupport

@testable import JudgeAlignment

/// Made-up cases with known truth: two outputs, features that do or do not tell it.
enum SyntheticCases {
  /// Labels, verdicts and features are all coin flips of their own.
  static func withoutSignal(_ count: Int, seed: UInt64) -> [CalibrationItem] {
    cases(count, seed: seed) { generator, _ in
      (generator.once(in: 2) ? "1" : "2", generator.once(in: 2) ? "1" : "2")
    }
  }

  /// The judge always prefers the longer output; people prefer the shorter in 85 %.
  static func lengthBias(_ count: Int, seed: UInt64) -> [CalibrationItem] {
    cases(count, seed: seed) { generator, difference in
      let isShorterBetter = Double.random(in: 0..<1, using: &generator) < 0.85
      let longer: JSONValue = difference > 0 ? "1" : "2"
      let shorter: JSONValue = difference > 0 ? "2" : "1"
      return (isShorterBetter ? shorter : longer, longer)
    }
  }

  /// The judge errs in one of eight cases, at random.
  static func goodJudge(_ count: Int, seed: UInt64) -> [CalibrationItem] {
    cases(count, seed: seed) { generator, _ in
      let label: JSONValue = generator.once(in: 2) ? "1" : "2"
      return (label, generator.once(in: 8) ? (label == "1" ? "2" : "1") : label)
    }
  }

  private static func cases(
    _ count: Int, seed: UInt64,
    decide: (inout SeededGenerator, Double) -> (label: JSONValue, verdict: JSONValue)
  ) -> [CalibrationItem] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { i in
      var values: [String: Double] = [:]
      for name in ["words", "digits", "hedges", "input_f1", "sentences"] {
        let first = Double.random(in: 0...5, using: &generator)
        let second = Double.random(in: 0...5, using: &generator)
        values["outputs.a.\(name)"] = first
        values["outputs.b.\(name)"] = second
        values["difference.\(name)"] = first - second
      }
      let (label, verdict) = decide(&generator, values["difference.words"] ?? 0)
      return CalibrationItem(
        verdict: verdict, features: LexicalFeatures(values: values, fieldCount: 2), label: label,
        group: "g\(i)")
    }
  }
}
