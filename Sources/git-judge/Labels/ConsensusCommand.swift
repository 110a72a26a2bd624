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
    help: ArgumentHelp("Leave out somebody's labels; may be repeated.", valueName: "source"))
  var without: [String] = []

  func validate() throws {
    guard iterations == nil || method == .dawidSkene else {
      throw ValidationError("--iterations needs --method dawid-skene")
    }
    if let iterations, !(1...100_000).contains(iterations) {
      throw ValidationError("--iterations is a number from 1")
    }
  }

  func run() async throws {
    let report = try await options.open().consensus(
      name, method: method.method, iterations: iterations, without: Set(without))
    for warning in report.warnings { options.say("warning: \(warning)") }
    options.print(report.json) { text(report) }
  }

  private func text(_ report: ConsensusReport) -> String {
    var rows = Table(["trace", "client_request_id", "value", "votes"])
    let set = report.set
    for item in set.traces.indices {
      var votes: [String: Int] = [:]
      for rating in set.table.ratings(of: item) {
        votes[set.text(of: rating.label), default: 0] += 1
      }
      rows.add([
        set.traces[item].id, set.traces[item].clientRequestID ?? "",
        report.value(of: item).map { $0.stringValue ?? $0.canonicalText } ?? "tie",
        votes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
          .map { "\($0.key) \($0.value)" }.joined(separator: ", "),
      ])
    }
    guard table.format != .csv else { return rows.text(.csv) }
    var text = rows.text(table.format, width: 44)
    if report.skills.contains(where: { $0 != nil }) {
      var people = Table(["reviewer", "skill"])
      for (rater, skill) in report.skills.enumerated() {
        people.add([set.reviewers[rater], Figures.share(skill)])
      }
      text += "\n" + people.text(table.format)
    }
    if let model = report.model {
      text += "\(model.rounds) rounds, \(model.converged ? "settled" : "not settled")\n"
    }
    return text
  }
}

/// The rules on the command line.
enum ConsensusArgument: String, ExpressibleByArgument, CaseIterable {
  case majority, latest, unanimous, weighted, median, mean
  case dawidSkene = "dawid-skene"

  /// The library's word for it.
  var method: ConsensusReport.Method { ConsensusReport.Method(rawValue: rawValue) ?? .majority }
}
