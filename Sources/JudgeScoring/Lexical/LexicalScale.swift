import JudgeJSON

/// The values of a judge from bad to good.
struct LexicalScale {
  private let steps: [JSONValue]

  /// Reads the direction from `pass`, `ordered`, numbers, booleans, or yes and no.
  ///
  /// The result is `nil` if none of them gives a direction.
  init?(values: [JSONValue], ordered: [JSONValue], pass: [JSONValue]) {
    if !ordered.isEmpty {
      steps = Self.passHigh(ordered, pass)
    } else if !pass.isEmpty {
      let failing = values.filter { !pass.contains($0) }
      guard let good = pass.first, let bad = failing.first else { return nil }
      steps = [bad, good]
    } else if values.count > 1, values.allSatisfy({ $0.doubleValue != nil }) {
      steps = values.sorted { ($0.doubleValue ?? 0) < ($1.doubleValue ?? 0) }
    } else if values.count == 2, let good = values.first(where: Self.isAffirmative),
      let bad = values.first(where: { $0 != good })
    {
      steps = [bad, good]
    } else {
      return nil
    }
  }

  /// Returns the value at a score from 0 to 1; each value takes an equal part of the range.
  func value(at score: Double) -> JSONValue {
    steps[min(Int(score * Double(steps.count)), steps.count - 1)]
  }

  /// Reverses the order if its low end is the good one ("unsafe": no < unsure < yes).
  private static func passHigh(_ ordered: [JSONValue], _ pass: [JSONValue]) -> [JSONValue] {
    let good = ordered.indices.filter { pass.contains(ordered[$0]) }
    let bad = ordered.indices.filter { !pass.contains(ordered[$0]) }
    guard !good.isEmpty, !bad.isEmpty else { return ordered }
    // The means are compared without division: Σgood/|good| < Σbad/|bad|.
    let isReversed = good.reduce(0, +) * bad.count < bad.reduce(0, +) * good.count
    return isReversed ? ordered.reversed() : ordered
  }

  private static func isAffirmative(_ value: JSONValue) -> Bool {
    if value == .bool(true) { return true }
    let words: Set<String> = ["yes", "true", "pass", "correct", "good", "safe"]
    return value.stringValue.map { words.contains($0.lowercased()) } ?? false
  }

  /// The values that name the first and the second of two outputs.
  struct Pair {
    let first: JSONValue
    let second: JSONValue
    let tie: JSONValue?

    /// Reads values that are the field names, 1 and 2, or A and B, optionally with a tie.
    init?(values: [JSONValue], fields: [String]) {
      let names: [(String, String)] = [(fields[0], fields[1]), ("1", "2"), ("a", "b"), ("A", "B")]
      let texts = values.map(CaseText.text)
      for (first, second) in names {
        guard let one = texts.firstIndex(of: first), let two = texts.firstIndex(of: second) else {
          continue
        }
        let rest = values.indices.filter { $0 != one && $0 != two }
        guard rest.count <= 1 else { return nil }
        self.first = values[one]
        self.second = values[two]
        tie = rest.first.map { values[$0] }
        return
      }
      return nil
    }
  }
}
