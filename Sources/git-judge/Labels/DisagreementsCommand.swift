import ArgumentParser
import GitJudge

/// `git judge disagreements`.
struct DisagreementsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disagreements",
    abstract: "List the traces on which reviewers disagree, widest disagreement first.",
    discussion: """
      This is about people among themselves. To see where a judge differs from them, use \
      `git judge errors`.

      The entropy is that of the votes, in bits: 1 if two labels were given equally often. The \
      picture also has the verdicts of judges, but not those on the test set.

      EXAMPLES
        git judge disagreements tone
        git judge disagreements tone --svg disagreements.svg
        git judge disagreements tone --json
      """)

  @Argument(help: "The question, or a judge that answers it.") var name: String

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Exclude the labels of a source; comma-separated or repeated.", valueName: "source"))
  var without: [String] = []

  @OptionGroup var picture: ChartOptions
  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let repository = try await options.open()
    let excluded = Set(try ListArgument.items(without, of: "--without"))
    let list = try await repository.labels.adjudications(name, without: excluded).items
    if picture.svg != nil {
      let report = try await repository.agreement.report(name, without: excluded, test: .closed)
      try picture.write(report.disagreementChart)
    }
    if picture.isOnlyOutput { return }
    let redacted = try await repository.redactions.redacted()
    options.print(.array(list.map(\.json)), redacted: redacted) {
      var rows = Table(["trace", "entropy", "reviewer", "value", "rationale"])
      for disagreement in list.map(\.disagreement) {
        for (place, vote) in disagreement.votes.enumerated() {
          let value = vote.assessment.value
          rows.add([
            place == 0 ? disagreement.trace.id : "",
            place == 0 ? Figures.fixed(disagreement.entropy, 2) : "",
            vote.assessment.source.id, value.map { $0.stringValue ?? $0.canonicalText } ?? "",
            vote.assessment.rationale ?? "",
          ])
        }
      }
      return rows.text(table.format, width: 40)
        + (table.format == .csv ? "" : Count.of(list.count, "trace") + "\n")
    }
  }
}

/// `git judge role`.
struct RoleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "role",
    abstract: "Set the role of a person: reviewer or adjudicator.",
    discussion: """
      The labels of an adjudicator do not count as labels of a reviewer.

      EXAMPLES
        git judge role annotator3 adjudicator
        git judge role annotator3 reviewer
      """)

  @Argument(help: "The person's source id.") var source: String
  @Argument(help: "The role: adjudicator or reviewer.") var role: String

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let isKnown = try await options.open().agreement.setRole(of: source, to: role)
    if !isKnown {
      options.say("note: \(source) has given no label in this experiment yet; is it spelt right?")
    }
    options.confirm([
      "source_id": .string(source), "role": .string(role), "has_labelled": .bool(isKnown),
    ]) {
      "\(SafeText.terminal(source)) is \(role == "adjudicator" ? "an" : "a") \(role)\n"
    }
  }
}
