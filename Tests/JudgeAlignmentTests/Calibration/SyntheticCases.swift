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

  /// The judge is right in about three of four cases.
  ///
  /// It prefers the longer output if the lengths
  /// differ much, and people prefer the shorter one there in 85 %.
  static func rareBias(_ count: Int, seed: UInt64) -> [CalibrationItem] {
    cases(count, seed: seed) { generator, difference in
      let longer: JSONValue = difference > 0 ? "1" : "2"
      let shorter: JSONValue = difference > 0 ? "2" : "1"
      let chance = Double.random(in: 0..<1, using: &generator)
      if abs(difference) > 2.5 { return (chance < 0.85 ? shorter : longer, longer) }
      return generator.once(in: 2) ? ("1", "1") : ("2", "2")
    }
  }

  /// The judge is right about each of its "1" and, in six of ten cases, about its "2": no text tells
  /// which.
  static func oneSided(_ count: Int, seed: UInt64) -> [CalibrationItem] {
    cases(count, seed: seed) { generator, _ in
      let verdict: JSONValue = generator.once(in: 2) ? "1" : "2"
      let isRight = verdict == "1" || generator.below(10) < 6
      return (isRight ? verdict : "1", verdict)
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
