import ArgumentParser
import GitJudge

/// `git judge trace show`.
struct TraceShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a trace with its labels, verdicts and expectations.",
    discussion: """
      EXAMPLES
        git judge trace show tr-12ab
        git judge trace show 12ab --json
      """)

  @Argument(help: "The trace's id, or a prefix of at least 4 digits.") var trace: String

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let trace = try await options.open().traces.find(self.trace, includeDeleted: true)
    options.print(trace.json) { Self.text(trace) }
  }

  private static func text(_ trace: Trace) -> String {
    var text = "Trace       \(trace.id)\n"
    if let key = trace.clientRequestID { text += "Key         \(SafeText.terminal(key))\n" }
    if let key = trace.rowKey { text += "Row         \(SafeText.terminal(key))\n" }
    if let time = trace.requestTime { text += "Time        \(time.text)\n" }
    text += "State       \(trace.state)\n"
    for tag in trace.tags {
      text += "Tag         \(SafeText.terminal("\(tag.key) = \(tag.value.stringValue ?? "")"))\n"
    }
    text += "\nInputs\n\(block(trace.inputs))\nOutputs\n\(block(trace.outputs))"
    if !trace.retrievedContext.isEmpty {
      text += "\nRetrieved context\n\(block(.array(trace.retrievedContext)))"
    }
    if !trace.spans.isEmpty { text += "\nSpans       \(trace.spans.count)\n" }
    var rows = Table(["name", "value", "source", "standing", "rationale", "id"])
    for label in trace.labels {
      let assessment = label.assessment
      rows.add([
        assessment.name, assessment.text,
        "\(assessment.source.type.rawValue) \(assessment.source.id)",
        label.standing.rawValue + (label.isStale ? ", stale" : ""), assessment.rationale ?? "",
        label.id,
      ])
    }
    for verdict in trace.verdicts {
      rows.add([
        verdict.name,
        verdict.value.map { $0.stringValue ?? $0.canonicalText } ?? verdict.error?.text ?? "",
        "\(verdict.source.type.rawValue) \(verdict.source.id)", "verdict",
        verdict.rationale ?? "", verdict.assessmentID ?? "",
      ])
    }
    return rows.rows.isEmpty ? text : text + "\nAssessments\n" + rows.text(.terminal, width: 40)
  }

  private static func block(_ value: JSONValue) -> String {
    let text = value.stringValue ?? value.prettyText()
    return SafeText.terminal(text, keepLines: true) + "\n"
  }
}

extension Assessment {
  /// The value, the error or the expectation as text.
  var text: String {
    switch content {
    case .feedback(let value), .expectation(let value): value.stringValue ?? value.canonicalText
    case .error(let error): error.text
    }
  }
}
