import GitJudge

/// One trace of the work list as text for the adjudicator.
struct AdjudicationText {
  let name: String
  let list: AdjudicationList
  let item: AdjudicationItem?
  let rubric: Rubric?

  /// Returns a value in readable form, or an empty text for `nil`.
  static func text(_ value: JSONValue?) -> String {
    value.map { $0.stringValue ?? $0.canonicalText } ?? ""
  }

  private var place: Int? { item.flatMap { list.place(of: $0.disagreement.trace.id) } }

  /// The trace with everything that a decision needs, as JSON.
  var json: JSONValue {
    get throws {
      var object: JSONObject = [
        "left": .number(Double(list.left.count)),
        "decided": .number(Double(list.items.count - list.left.count)), "trace": .null,
        "next": .null, "previous": .null,
      ]
      object["rubric"] =
        try rubric.map { ["hash": .string(try $0.record().id.hex), "text": .string($0.text)] }
        ?? .null
      guard let item, let place else { return .object(object) }
      var trace = item.json.objectValue ?? JSONObject()
      trace["inputs"] = item.disagreement.trace.inputs
      trace["outputs"] = item.disagreement.trace.outputs
      object["trace"] = .object(trace)
      let around = (list.next(after: place), list.previous(before: place))
      object["next"] = around.0.map { .string($0.disagreement.trace.id) } ?? .null
      object["previous"] = around.1.map { .string($0.disagreement.trace.id) } ?? .null
      return .object(object)
    }
  }

  var text: String {
    let left = list.left.count
    guard let item else {
      return left == 0 ? "Nothing is left to decide.\n" : "No more that way; \(left) left.\n"
    }
    let trace = item.disagreement.trace
    var text = "\(trace.id)"
    if let key = trace.clientRequestID { text += " (\(SafeText.terminal(key)))" }
    text += ", entropy \(Figures.fixed(item.disagreement.entropy, 2)); \(left) left\n"
    for (title, value) in [("inputs", trace.inputs), ("outputs", trace.outputs)] {
      let shown = value.stringValue ?? value.prettyText()
      text += "\n\(title)\n" + Self.indented(shown)
    }
    text += "\nlabels\n"
    for vote in item.disagreement.votes {
      text += Self.indented(
        "\(vote.assessment.source.id): \(Self.text(vote.assessment.value))"
          + (vote.assessment.rationale.map { " – \($0)" } ?? ""))
    }
    if let standing = item.standing, standing.isContended {
      text += "\ndecided differently by people who did not know of each other\n"
    }
    if rubric != nil { text += "\nthe rubric: git judge rubric \(SafeText.terminal(name))\n" }
    text +=
      "\ndecide: git judge adjudicate \(SafeText.terminal(name)) \(trace.id) --value VALUE "
      + "--rationale TEXT [--guideline-gap]\n"
    return text
  }

  private static func indented(_ text: String) -> String {
    SafeText.terminal(text, keepLines: true).split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .map { "  \($0)\n" }.joined()
  }
}
