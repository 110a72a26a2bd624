import JudgeJSON
import JudgeRecords

extension EnsembleJudge {
  /// Returns the verdict from the members' values.
  func vote(_ said: [Feedback]) -> Feedback {
    let values = said.compactMap(\.value)
    switch method {
    case .majority: return majority(values)
    case .mean, .min, .max: return number(values)
    case .all, .any:
      let passing = zip(members, values).map { $0.0.body.passes($0.1) ?? false }
      let isGood = method == .all ? passing.allSatisfy { $0 } : passing.contains(true)
      let failing = zip(members, passing).filter { !$0.1 }.map(\.0.name)
      let reason =
        failing.isEmpty
        ? "all \(values.count) members pass" : "not passed by \(failing.joined(separator: ", "))"
      return Feedback(name: name, value: isGood ? "yes" : "no", rationale: reason, source: source)
    }
  }

  private func majority(_ values: [JSONValue]) -> Feedback {
    var counts: [JSONValue: Int] = [:]
    for value in values { counts[value, default: 0] += 1 }
    let most = counts.values.max() ?? 0
    let winners = values.filter { counts[$0] == most }
    let distinct = Set(winners)
    let tally = counts.map { "\(Self.text($0.key)) \($0.value)" }.sorted()
      .joined(separator: ", ")
    guard distinct.count == 1, let winner = winners.first else {
      return Feedback(
        name: name, error: AssessmentError(code: "TIE", message: "the members are tied: \(tally)"),
        source: source)
    }
    return Feedback(name: name, value: winner, rationale: tally, source: source)
  }

  private func number(_ values: [JSONValue]) -> Feedback {
    let numbers = zip(members, values).map { member, value in
      Self.number(value, member.body, isRanked: method != .mean)
    }
    let known = numbers.compactMap { $0 }
    guard known.count == values.count, !known.isEmpty else {
      return Feedback(
        name: name,
        error: AssessmentError(
          code: "NO_NUMBER",
          message: "a member gave no number: "
            + values.map(Self.text).joined(separator: ", ")), source: source)
    }
    let rationale = values.map(Self.text).joined(separator: ", ")
    guard method != .mean else {
      let mean = known.reduce(0, +) / Double(known.count)
      return Feedback(name: name, value: .number(mean), rationale: rationale, source: source)
    }
    let chosen = method == .min ? known.min() : known.max()
    let place = known.firstIndex { $0 == chosen } ?? 0
    return Feedback(name: name, value: values[place], rationale: rationale, source: source)
  }

  private static func number(
    _ value: JSONValue, _ body: JudgeBody, isRanked: Bool
  ) -> Double? {
    if let number = value.doubleValue { return number }
    if isRanked, let rank = body.ordered.firstIndex(of: value) { return Double(rank) }
    if let flag = value.boolValue { return flag ? 1 : 0 }
    switch value.stringValue?.lowercased() {
    case "yes": return 1
    case "no": return 0
    default: return body.pass.isEmpty ? nil : body.pass.contains(value) ? 1 : 0
    }
  }

  private static func text(_ value: JSONValue) -> String {
    value.stringValue ?? value.canonicalText
  }
}
