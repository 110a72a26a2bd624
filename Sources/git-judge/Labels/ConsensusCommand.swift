import ArgumentParser
import GitJudge

/// `git judge consensus`.
struct ConsensusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consensus",
    abstract: "Show one label per trace by a rule, and how reliable each reviewer is by it.",
    discussion: """
      majority: the label with the most votes, ties are ties. latest, unanimous: as they say. \
      weighted: votes weighted by how often their reviewer is with the majority (WAWA). \
      dawid-skene: a model of each reviewer's errors; it misleads with few reviewers, with \
      adjudicators and on rare values, and says so. median, mean: of numbers.

      EXAMPLES
        git judge consensus tone
        git judge consensus tone --method dawid-skene --csv
        git judge consensus tone --method dawid-skene --show-reviewers
        git judge consensus tone --method dawid-skene --iterations 10 --json
      """)

  @OptionGroup var options: RepositoryOptions
  @OptionGroup var table: TableOptions
  @Argument(help: "The judge, or a feedback name.") var name: String

  @Option(help: "The rule.")
  var method: ConsensusArgument = .majority

  @Option(help: ArgumentHelp("Exactly so many rounds of dawid-skene.", valueName: "n"))
  var iterations: Int?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Leave out the labels of a source; comma-separated or repeated.", valueName: "source"))
  var without: [String] = []

  @Flag(
    name: .customLong("show-reviewers"),
    help: "Show each reviewer's skill and confusion instead of the labels.")
  var showsReviewers = false

  func validate() throws {
    guard iterations == nil || method == .dawidSkene else {
      throw ValidationError("--iterations needs --method dawid-skene")
    }
    if let iterations, !(1...100_000).contains(iterations) {
      throw ValidationError("--iterations is a number from 1")
    }
  }

  func run() async throws {
    let repository = try await options.open()
    let report = try await repository.agreement.consensus(
      name, method: method.method, iterations: iterations,
      without: Set(try ListArgument.items(without, of: "--without")))
    for warning in report.warnings { options.say("warning: \(warning)") }
    let redacted = try await repository.redactions.redacted()
    options.print(report.json, redacted: redacted) {
      ConsensusText(report: report, format: table.format, showsReviewers: showsReviewers).text
    }
  }
}

/// The rules on the command line.
enum ConsensusArgument: String, ExpressibleByArgument, CaseIterable {
  case majority, latest, unanimous, weighted, median, mean
  case dawidSkene = "dawid-skene"

  /// The library's word for it.
  var method: ConsensusReport.Method { ConsensusReport.Method(rawValue: rawValue) ?? .majority }
}
