import ArgumentParser
import GitJudge

/// `git judge run`.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run judges on the traces of the experiment, and record their verdicts.",
    discussion: """
      With --new, each judge is asked only about traces without a verdict of this version, so a \
      scheduled job pays for each trace once. A trace with three failed verdicts is left out. If \
      there is nothing to ask about, nothing is recorded, and the exit code is 0.

      --sample takes a fixed share of the traces by the hash of their ids: the same traces on every \
      machine and in every run. A larger share includes the traces of a smaller one. The traces of \
      a session stay together.

      EXAMPLES
        git judge run tone
        git judge run tone@production --new --sample 0.1 --max-cost 5.00
        git judge run tone correctness --where "tag.batch = 'june'"
        git judge run tone --concurrency 32 --max-cost 2.00
      """)

  @Argument(help: "The judges to run.") var judges: [String]

  @Option(help: ArgumentHelp("Judge only traces that match this search.", valueName: "search"))
  var `where`: String?

  @Flag(name: .customLong("new"), help: "Judge only traces without a verdict of this version.")
  var onlyNew = false

  @Option(
    help: ArgumentHelp(
      "Judge only this share of the traces, such as 0.1; always the same ones.",
      valueName: "share"))
  var sample: Double?

  @Option(
    name: .customLong("run-name"),
    help: ArgumentHelp("Name of the run. Default: the names of the judges.", valueName: "name"))
  var runName: String?

  @OptionGroup var calls: CallArguments
  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    if let runName, runName.isEmpty { throw ValidationError("--run-name must not be empty") }
    guard let sample else { return }
    guard sample > 0, sample <= 1 else {
      throw ValidationError("--sample is a share above 0 and up to 1, such as 0.1")
    }
  }

  func run() async throws {
    CallArguments.speakWhenInterrupted()
    let repository = try await options.open(calls)
    let result = try await repository.runs.run(
      judges, where: `where`,
      selection: RunSelection(
        onlyPending: onlyNew, sample: sample.map { TraceSample(share: $0) }),
      runName: runName)
    for line in result.errorGroups.lines(hasSeveralJudges: judges.count > 1) {
      options.say("error: \(line)")
    }
    for warning in result.warnings { options.say("warning: \(warning)") }
    options.print(result.json) {
      guard result.n > 0 else {
        return "Nothing to judge: " + (onlyNew ? "no new trace" : "no trace is in the sample")
          + "\n"
      }
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
    try calls.checkUnasked(result.unaskedGroups, errors: result.errorGroups)
    guard !result.failed.isEmpty else { return }
    options.say("every verdict of \(result.failed.joined(separator: ", ")) is an error")
    throw CallArguments.exitCode(of: result.errorGroups)
  }
}
