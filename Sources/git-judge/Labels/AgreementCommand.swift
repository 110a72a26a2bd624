import ArgumentParser
import GitJudge

/// `git judge agreement`.
struct AgreementCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agreement",
    abstract: "Show how far people agree with each other, and judges with people.",
    discussion: """
      Every reviewer counts alike. Judges are compared with each reviewer and with the majority of \
      them (or another consensus); tied traces and erroneous verdicts are left out and counted. \
      Intervals are seeded bootstrap ones, 95 %, whole groups of traces resampled.

      If labels are of several versions of the guideline, a table shows people with people for each.
      --guideline counts the labels of one version only, in all figures.

      Each judge of the store that is measured on held-out traces is recorded as a look. If that \
      cannot be recorded, judges are measured on the training part alone, unless --open-test.

      EXAMPLES
        git judge agreement tone
        git judge agreement tone --by topic
        git judge agreement tone --confusion
        git judge agreement tone --guideline current
        git judge agreement tone --without annotator3 --json
      """)

  @OptionGroup var options: RepositoryOptions
  @OptionGroup var table: TableOptions
  @Argument(help: "The judge, or a feedback name.") var name: String

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Leave out the labels of a source; comma-separated or repeated.", valueName: "source"))
  var without: [String] = []

  @Option(help: ArgumentHelp("The figures per value of a trace tag too.", valueName: "tag"))
  var by: String?

  @Option(
    help: "What judges are compared with: majority, latest, unanimous, weighted, dawid-skene.")
  var consensus: ConsensusArgument = .majority

  @OptionGroup var version: GuidelineOptions
  @OptionGroup var testSet: TestSetOptions

  @Flag(help: "Show which values every two reviewers give the same traces.")
  var confusion = false

  func validate() throws {
    guard consensus != .median, consensus != .mean else {
      throw ValidationError("--consensus \(consensus.rawValue) gives numbers, not labels")
    }
  }

  func run() async throws {
    let repository = try await options.open()
    let report = try await repository.agreement.report(
      name, without: Set(try ListArgument.items(without, of: "--without")), by: by,
      consensus: consensus.method, guideline: version.guideline, test: testSet.access)
    if table.format == .csv {
      for warning in report.warnings { options.say("warning: \(warning)") }
    }
    let redacted = try await repository.redactions.redacted()
    options.print(report.json(judge: name), redacted: redacted) {
      AgreementText(report: report, format: table.format, showsPairs: confusion).text
    }
  }
}
