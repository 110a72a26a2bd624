import ArgumentParser
import GitJudge

/// `git judge agreement`.
struct AgreementCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agreement",
    abstract: "Show how far people agree with each other, and judges with people.",
    discussion: """
      Every reviewer counts alike. Judges are compared with the majority of the reviewers; tied \
      traces and erroneous verdicts are left out and counted.

      EXAMPLES
        git judge agreement tone
        git judge agreement tone --json
      """)

  @OptionGroup var options: RepositoryOptions
  @OptionGroup var table: TableOptions
  @Argument(help: "The judge, or a feedback name.") var name: String

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Leave out somebody's labels; may be repeated.", valueName: "source"))
  var without: [String] = []

  func run() async throws {
    let report = try await options.open().agreement(name, without: Set(without))
    options.print(report.json(judge: name)) {
      AgreementText(report: report, format: table.format).text
    }
  }
}
