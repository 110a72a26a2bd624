import ArgumentParser
import GitJudge

/// `git judge run`.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run judges on the traces of the experiment, and record their verdicts.",
    discussion: """
      EXAMPLES
        git judge run tone
        git judge run tone correctness --where "tag.batch = 'june'"
        git judge run tone --concurrency 32 --max-cost 2.00
      """)

  @Argument(help: "The judges to run.") var judges: [String]

  @Option(help: ArgumentHelp("Judge only traces that match this search.", valueName: "search"))
  var `where`: String?

  @OptionGroup var calls: CallArguments
  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    CallArguments.speakWhenInterrupted()
    let repository = try await options.open(calls)
    let result = try await repository.runs.run(judges, where: `where`)
    for line in result.errorGroups.lines(hasSeveralJudges: judges.count > 1) {
      options.say("error: \(line)")
    }
    for warning in result.warnings { options.say("warning: \(warning)") }
    options.print(result.json) {
      var text =
        "Run \(result.run): \(Count.of(result.n, "trace")), "
        + CallArguments.text(errors: result.errors, unasked: result.unasked)
      var rows = Table(["judge", "value", "verdicts"])
      for (judge, counts) in result.verdicts.sorted(by: { $0.key < $1.key }) {
        for (value, count) in counts.sorted(by: { $0.key < $1.key }) {
          rows.add([judge, value, "\(count)"])
        }
      }
      text += rows.text(.terminal)
      return text + CallArguments.text(result.calls)
    }
    try calls.checkUnasked(result.unasked)
    guard !result.failed.isEmpty else { return }
    options.say("every verdict of \(result.failed.joined(separator: ", ")) is an error")
    // If all errors have the same reason, the exit code names it.
    if result.codes.count == 1, result.codes["RATE_LIMITED"] != nil { throw ExitCode(6) }
    if result.codes.count == 1, result.codes["NO_CREDENTIALS"] != nil { throw ExitCode(4) }
    throw ExitCode(3)
  }
}
