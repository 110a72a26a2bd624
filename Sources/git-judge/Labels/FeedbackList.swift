import ArgumentParser
import GitJudge

/// `git judge feedback list`.
struct FeedbackList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List labels, and show which of them count.",
    discussion: """
      EXAMPLES
        git judge feedback list --name tone
        git judge feedback list --name tone --source-id reviewer@example.org --csv
        git judge feedback list --where "tag.batch = 'june'" --json
        git judge feedback list --name tone --guideline current --csv
      """)

  @OptionGroup var selection: LabelSelection

  @OptionGroup var version: GuidelineOptions
  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    if version.guideline != nil, selection.name == nil {
      throw ValidationError("--guideline needs one question: specify it with --name")
    }
  }

  func run() async throws {
    let repository = try await options.open()
    let labels = try await selection.labels(
      in: repository, expectations: false, guideline: version.guideline, options)
    let redacted = try await repository.redactions.redacted()
    options.print(["feedback": .array(labels.map(\.json))], redacted: redacted) {
      LabelSelection.table(labels).text(table.format, width: 50)
    }
  }
}

/// `git judge expectation …`.
struct ExpectationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expectation",
    abstract: "Add, import and list expectations: what a good answer should have.",
    subcommands: [ExpectationAdd.self, ExpectationImport.self, ExpectationList.self])
}

/// `git judge expectation add`.
struct ExpectationAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add an expectation to a trace.",
    discussion: """
      EXAMPLES
        git judge expectation add tr-12ab --name expected_response --value "Refund within 14 days"
        git judge expectation add tr-12ab --name expected_facts --value-json '["14 days"]'
      """)

  @OptionGroup var label: LabelOptions

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    var repository = try await options.open()
    repository.allowsSecrets = label.allowsSecrets
    let stored = try await repository.labels.addExpectation(try label.label())
    options.confirm(stored.json) { stored.text }
  }
}

/// `git judge expectation list`.
struct ExpectationList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List expectations.",
    discussion: """
      EXAMPLES
        git judge expectation list --name expected_response
      """)

  @OptionGroup var selection: LabelSelection

  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let repository = try await options.open()
    let labels = try await selection.labels(in: repository, expectations: true, options)
    let redacted = try await repository.redactions.redacted()
    options.print(["expectations": .array(labels.map(\.json))], redacted: redacted) {
      LabelSelection.table(labels).text(table.format, width: 50)
    }
  }
}

/// The options that select labels to list.
struct LabelSelection: ParsableArguments {
  @Option(help: "List only this question.")
  var name: String?

  @Option(
    name: .customLong("source-id"),
    help: ArgumentHelp("List only this source.", valueName: "id"))
  var sourceID: String?

  @Option(help: ArgumentHelp("List only traces that match this search.", valueName: "search"))
  var `where`: String?

  @Flag(name: .customLong("include-rows"), help: "Include labels on rows of evaluations.")
  var includesRows = false

  /// Returns the labels, by trace.
  func labels(
    in repository: JudgeRepository, expectations: Bool, guideline: String? = nil,
    _ options: RepositoryOptions
  ) async throws -> [Label] {
    let all: [Label]
    if let name, let guideline {
      all = try await repository.labels.all(
        where: `where`, on: name, guideline: guideline, includeRows: includesRows)
    } else {
      all = try await repository.labels.all(where: `where`, includeRows: includesRows)
    }
    let labels = all.filter { label in
      var isExpectation = false
      if case .expectation = label.assessment.content { isExpectation = true }
      return isExpectation == expectations
        && (name.map { $0 == label.assessment.name } ?? true)
        && (sourceID.map { Address($0) == Address(label.assessment.source.id) } ?? true)
    }
    if labels.isEmpty, !expectations, let name,
      let hint = try await repository.reviews.hint(for: name)
    {
      options.say("warning: no label is named \"\(name)\"; \(hint)")
    }
    return labels
  }

  /// Returns a source for a table: the id, with the type if it is not a person.
  private static func source(_ source: AssessmentSource) -> String {
    source.type == .human ? source.id : "\(source.id) (\(source.type.rawValue))"
  }

  /// Returns the labels as rows.
  static func table(_ labels: [Label]) -> Table {
    var rows = Table(["id", "trace", "name", "value", "source", "standing", "rationale"])
    for label in labels {
      let assessment = label.assessment
      rows.add([
        label.id, assessment.traceID, assessment.name, assessment.text,
        Self.source(assessment.source),
        label.standing.rawValue + (label.isStale ? ", stale" : ""), assessment.rationale ?? "",
      ])
    }
    return rows
  }
}
