import ArgumentParser
import GitJudge

/// `git judge agreement`.
struct AgreementCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agreement",
    abstract: "Show how well people agree with each other, and judges with people.",
    discussion: """
      All reviewers count equally. Each judge is compared with each reviewer, and with the \
      majority of reviewers or another --consensus. Tied traces and failed verdicts are left out, \
      and their number is printed. A matrix for each judge shows which value it gives to the traces \
      of each consensus; `git judge errors` lists the traces. The 95 % intervals come from a bootstrap with a fixed seed that \
      draws whole groups of traces.

      If labels were given under several versions of the guideline, a table shows the agreement \
      between people for each version. To count only the labels of one version in all figures, use \
      --guideline.

      Measuring a judge of the store on the test set is a look, which is recorded. If it cannot be \
      recorded, judges are measured on the training set alone, unless you use --open-test.

      EXAMPLES
        git judge agreement tone
        git judge agreement tone --by topic
        git judge agreement tone --confusion
        git judge agreement tone --guideline current
        git judge agreement tone --svg agreement.svg
        git judge agreement tone --without annotator3 --json
      """)

  @Argument(help: "The question, or a judge that answers it.") var name: String

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Exclude the labels of a source; comma-separated or repeated.", valueName: "source"))
  var without: [String] = []

  @Option(
    help: ArgumentHelp("Also show the figures for each value of this trace tag.", valueName: "tag"))
  var by: String?

  @Option(
    help:
      "The consensus that judges are compared with: majority, latest, unanimous, weighted, dawid-skene."
  )
  var consensus: ConsensusArgument = .majority

  @Flag(help: "For each two reviewers, show which values they give to the same traces.")
  var confusion = false

  @Flag(name: .customLong("include-rows"), help: "Include labels on rows of evaluations.")
  var includesRows = false

  @OptionGroup var version: GuidelineOptions
  @OptionGroup var testSet: TestSetOptions
  @OptionGroup var picture: ChartOptions
  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    guard consensus != .median, consensus != .mean else {
      throw ValidationError("--consensus \(consensus.rawValue) gives numbers, not labels")
    }
  }

  func run() async throws {
    let repository = try await options.open()
    let report = try await repository.agreement.report(
      name, without: Set(try ListArgument.items(without, of: "--without")), by: by,
      consensus: consensus.method, guideline: version.guideline,
      includeRows: includesRows, test: testSet.access)
    if table.format == .csv {
      for warning in report.warnings { options.say("warning: \(warning)") }
    }
    try picture.write(report.heatMap)
    if picture.isOnlyOutput { return }
    let redacted = try await repository.redactions.redacted()
    options.print(report.json(judge: name), redacted: redacted) {
      AgreementText(report: report, format: table.format, showsPairs: confusion).text
    }
  }
}
