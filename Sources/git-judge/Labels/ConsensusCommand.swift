import ArgumentParser
import GitJudge

/// `git judge consensus`.
struct ConsensusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consensus",
    abstract: "Combine people's labels into one label per trace, and rate the reviewers.",
    discussion: """
      METHODS
        majority     the label with the most votes; a tie stays a tie
        latest       the newest label
        unanimous    the label that all reviewers gave
        weighted     votes weighted by agreement with the majority (WAWA)
        dawid-skene  a model of each reviewer's errors; it misleads with few
                     reviewers, with adjudicators and on rare values, and says so
        median       the median of numbers
        mean         the mean of numbers

      EXAMPLES
        git judge consensus tone
        git judge consensus tone --method dawid-skene --csv
        git judge consensus tone --method dawid-skene --show-reviewers
        git judge consensus tone --method dawid-skene --iterations 10 --json
      """)

  @Argument(help: "The question, or a judge that answers it.") var name: String

  @Option(help: "How to combine the labels.")
  var method: ConsensusArgument = .majority

  @Option(help: ArgumentHelp("Run exactly this many iterations of dawid-skene.", valueName: "n"))
  var iterations: Int?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Exclude the labels of a source; comma-separated or repeated.", valueName: "source"))
  var without: [String] = []

  @Flag(
    name: .customLong("show-reviewers"),
    help: "Show each reviewer's skill and confusion instead of the labels.")
  var showsReviewers = false

  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

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

/// The values of the option for the rule.
enum ConsensusArgument: String, ExpressibleByArgument, CaseIterable {
  case majority, latest, unanimous, weighted, median, mean
  case dawidSkene = "dawid-skene"

  /// The matching value of the library.
  var method: ConsensusReport.Method { ConsensusReport.Method(rawValue: rawValue) ?? .majority }
}
