import GitJudge

/// Wrong verdicts with their texts and the reasons of both sides, folded by confusion.
struct ErrorCases {
  let cases: [WrongVerdict]
  /// The largest number of cases of one confusion.
  private static let most = 20
  /// The largest number of confusions.
  private static let mostGroups = 12

  /// One group per confusion, in the order of the cases.
  private var groups: [(name: String, cases: [WrongVerdict])] {
    var groups: [(name: String, cases: [WrongVerdict])] = []
    for one in cases {
      let name =
        "people \(Self.value(one.consensus)), judge "
        + (one.verdict.value.map(Self.value) ?? "no verdict")
      if groups.last?.name == name {
        groups[groups.count - 1].cases.append(one)
      } else {
        groups.append((name, [one]))
      }
    }
    return groups
  }

  var html: String {
    let groups = groups
    return groups.prefix(Self.mostGroups).map { group in
      PageText.folded(
        "\(group.name): \(group.cases.count)",
        group.cases.prefix(Self.most).map(section).joined()
          + PageText.leftOut(group.cases.count - Self.most, "case"))
    }.joined() + PageText.leftOut(groups.count - Self.mostGroups, "confusion")
  }

  private func section(_ one: WrongVerdict) -> String {
    let name = one.trace.clientRequestID ?? one.trace.id
    let start = PageText.content(one.trace.inputs)
    var entries: [(name: String, text: String)] = [("trace", one.trace.id)]
    func add(_ name: String, _ text: String) {
      if !text.isEmpty { entries.append((name, text)) }
    }
    add("inputs", start)
    add("outputs", PageText.content(one.trace.outputs))
    add("expected", one.trace.expectations.map(PageText.content) ?? "")
    for vote in one.votes {
      add(
        vote.assessment.source.id,
        Self.join(vote.assessment.value.map(Self.value) ?? "", vote.assessment.rationale))
    }
    add(
      "judge",
      Self.join(
        one.verdict.value.map(Self.value) ?? "no verdict",
        one.verdict.rationale ?? one.verdict.error?.text))
    if one.taught { add("note", "this trace taught the judge") }
    return PageText.folded(
      "\(name.count > 24 ? String(name.prefix(15)) + "…" : name)  "
        + String(start.unicodeScalars.prefix(160).map(Character.init)),
      PageText.list(entries))
  }

  private static func join(_ value: String, _ reason: String?) -> String {
    guard let reason, !reason.isEmpty else { return value }
    return "\(value) – \(reason)"
  }

  private static func value(_ value: JSONValue) -> String {
    value.stringValue ?? value.canonicalText
  }
}
