import ArgumentParser
import GitJudge

/// `git judge adjudicate`.
struct AdjudicateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adjudicate",
    abstract: "Decide where reviewers differ; without a trace, list what is left to decide.",
    discussion: """
      A decision is a record of its own: it edits no label, and consensus, alignment and figures \
      put it before the votes. A later decision replaces an earlier one.

      EXAMPLES
        git judge adjudicate tone
        git judge adjudicate tone tr-12ab --value good --rationale "Polite enough."
      """)

  @OptionGroup var options: RepositoryOptions
  @OptionGroup var table: TableOptions
  @Argument(help: "The judge, or a feedback name.") var name: String
  @Argument(help: "The trace.") var trace: String?

  @Option(help: "The decided value, one of the judge's.")
  var value: String?

  @Option(help: ArgumentHelp("Why.", valueName: "text"))
  var rationale: String?

  func validate() throws {
    guard (trace == nil) == (value == nil) else {
      throw ValidationError("give a trace and its --value, or neither to list what is left")
    }
  }

  func run() async throws {
    let repository = try await options.open()
    if let trace, let value {
      let done = try await repository.adjudicate(name, trace, value: value, rationale: rationale)
      if done.hasLabelled {
        options.say("note: you have labelled this trace too; the decision says so")
      }
      let left = try await repository.disagreements(name).count { $0.decision == nil }
      options.print([
        "trace_id": .string(done.decision.traceID), "value": done.decision.value,
        "has_labelled": .bool(done.hasLabelled), "left": .number(Double(left)),
      ]) {
        "Decided \(done.decision.traceID): "
          + SafeText.terminal(done.decision.value.stringValue ?? done.decision.value.canonicalText)
          + "; \(left) left\n"
      }
      return
    }
    let open = try await repository.disagreements(name).filter { $0.decision == nil }
    options.print(["left": .array(open.map(\.json))]) {
      var rows = Table(["trace", "entropy", "labels"])
      for disagreement in open {
        let labels = disagreement.votes.map { vote in
          let value = vote.assessment.value
          let label = value?.stringValue ?? value?.canonicalText ?? ""
          return "\(vote.assessment.source.id): \(label)"
        }
        rows.add([
          disagreement.trace.id, Figures.fixed(disagreement.entropy, 2),
          labels.joined(separator: ", "),
        ])
      }
      return rows.text(table.format, width: 70)
        + (table.format == .csv ? "" : "\(open.count) left to decide\n")
    }
  }
}

/// `git judge rubric`.
struct RubricCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rubric",
    abstract: "Show the rubric of a question, or write it from a file.",
    discussion: """
      EXAMPLES
        git judge rubric tone
        git judge rubric tone rubric.md
      """)

  @OptionGroup var options: RepositoryOptions
  @Argument(help: "The judge, or a feedback name.") var name: String
  @Argument(help: "The document, Markdown.") var file: String?

  func run() async throws {
    let repository = try await options.open()
    if let file {
      let bytes = try JudgeRepository.readFile(file)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw JudgeError(.invalid, "\(file): it is not UTF-8 text")
      }
      try await repository.setRubric(name, to: text)
    }
    guard let rubric = try await repository.rubric(name) else {
      throw JudgeError(
        .notFound, "\(name) has no rubric", hint: "write one: `git judge rubric \(name) FILE`")
    }
    let hash = try rubric.record().id
    options.print([
      "name": .string(rubric.name), "hash": .string(hash.hex), "text": .string(rubric.text),
    ]) {
      file == nil
        ? SafeText.terminal(rubric.text, keepLines: true) + "\n"
        : "Rubric of \(SafeText.terminal(rubric.name)) is \(hash.prefix(12))\n"
    }
  }
}
