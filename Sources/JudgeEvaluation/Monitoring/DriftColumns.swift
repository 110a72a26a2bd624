import JudgeJSON
import JudgeRecords

/// The outcomes between which a drift test distinguishes.
struct DriftColumns {
  private enum Form {
    case pass(Set<JSONValue>)
    /// The upper ends of all bins but the last.
    case bins([Double])
    case values(Set<JSONValue>)
  }

  private let form: Form

  /// The number of values that are outcomes of their own; all others are one outcome.
  private static let mostValues = 20

  /// Chooses the outcomes.
  ///
  /// These are passed and failed if the judge declares passing values; the quarters of the
  /// reference window if it gives numbers; otherwise the values.
  ///
  /// - Parameters:
  ///   - body: the judge.
  ///   - reference: its values in the reference window.
  init(_ body: JudgeBody, reference: [JSONValue]) {
    let distinct = Set(reference)
    if !body.pass.isEmpty {
      form = .pass(Set(body.pass))
    } else if body.values.isEmpty, [.int, .float].contains(body.valueType), distinct.count > 4 {
      let sorted = reference.compactMap(\.doubleValue).sorted()
      let ends = (1...3).compactMap { quarter in
        sorted.isEmpty ? nil : sorted[sorted.count * quarter / 4]
      }
      form = .bins(Array(Set(ends)).sorted())
    } else if !body.values.isEmpty {
      form = .values(Set(body.values))
    } else {
      let counts = Dictionary(grouping: reference, by: \.self).mapValues(\.count)
      let frequent = counts.sorted { left, right in
        if left.value != right.value { return left.value > right.value }
        return left.key.canonicalText.utf8.lexicographicallyPrecedes(right.key.canonicalText.utf8)
      }
      form = .values(Set(frequent.prefix(Self.mostValues).map(\.key)))
    }
  }

  /// Returns the outcome of a verdict; `nil` is a failed one.
  func name(of value: JSONValue?) -> String {
    guard let value else { return "error" }
    switch form {
    case .pass(let pass): return pass.contains(value) ? "passed" : "failed"
    case .values(let known):
      return known.contains(value) ? value.stringValue ?? value.canonicalText : "other"
    case .bins(let ends):
      guard let number = value.doubleValue else { return "other" }
      guard let last = ends.last else { return "any number" }
      if let end = ends.first(where: { number <= $0 }) {
        return "up to \(JSONValue.number(end).canonicalText)"
      }
      return "above \(JSONValue.number(last).canonicalText)"
    }
  }
}
