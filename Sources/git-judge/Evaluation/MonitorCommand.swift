import ArgumentParser
import GitJudge

/// `git judge monitor`.
struct MonitorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "monitor",
    abstract: "Show the verdicts of a judge over time, and fail if they drift.",
    discussion: """
      Reads the stored verdicts of one version of a judge, such as NAME@production; it asks no \
      model. Each row shows the pass rate of a period with its 95 % interval, the corrected pass \
      rate (the true one, given the judge's TPR and TNR on its test set), failed verdicts, cost, \
      and the agreement with people on labeled traces that did not teach the judge.

      With --reference, the verdicts of the latest period (or of --window) are tested for a drift \
      from the reference window. The exit code is 1 if they drifted: p is at most --alpha, and a \
      share changed by at least --min-change. The test keeps sessions and equal inputs together.

      A window is a period as the table names it (2026-W40, 2026-10-03, a value of the tag), or \
      FROM..TO with two days, each included.

      EXAMPLES
        git judge monitor tone@production
        git judge monitor tone@production --by week --where "tag.product = 'billing'"
        git judge monitor tone@production --by week --svg monitor.svg
        git judge monitor tone@production --by day --reference 2026-10-01..2026-10-31
        git judge monitor tone@production --by release --reference v1.4 --window v1.5 --json
      """)

  @Argument(help: "The judge: NAME, NAME@v3, NAME@alias or a hash prefix.") var judge: String

  @Option(
    help: ArgumentHelp(
      "How to divide the traces: day, week, or the name of a tag. Default: day.",
      valueName: "day|week|tag"))
  var by = "day"

  @Option(help: ArgumentHelp("Cover only traces that match this search.", valueName: "search"))
  var `where`: String?

  @Option(
    help: ArgumentHelp("The window that is known to be good.", valueName: "window"))
  var reference: String?

  @Option(
    help: ArgumentHelp(
      "The window to test. Default: the latest period outside of the reference window.",
      valueName: "window"))
  var window: String?

  @Option(help: ArgumentHelp("The largest p that is a drift.", valueName: "p"))
  var alpha = 0.01

  @Option(
    name: .customLong("min-change"),
    help: ArgumentHelp(
      "The smallest change of a share that is a drift, such as 0.05.", valueName: "share"))
  var minChange = 0.0

  @OptionGroup var testSet: TestSetOptions
  @OptionGroup var picture: ChartOptions
  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    guard !by.isEmpty else { throw ValidationError("--by is day, week, or the name of a tag") }
    guard window == nil || reference != nil else {
      throw ValidationError("--window is compared with --reference: specify it too")
    }
    guard (0.001...0.5).contains(alpha) else {
      throw ValidationError("--alpha is a number from 0.001 to 0.5")
    }
    guard (0...1).contains(minChange) else {
      throw ValidationError("--min-change is a share from 0 to 1")
    }
  }

  func run() async throws {
    var monitored = MonitorOptions()
    monitored.period = MonitorPeriod(by)
    monitored.filter = `where`
    monitored.limits = DriftTest.Limits(alpha: alpha, minimumChange: minChange)
    monitored.test = testSet.access
    if let reference {
      monitored.windows = MonitorReport.Windows(
        reference: try MonitorWindow(reference), tested: try window.map { try MonitorWindow($0) })
    }
    let report = try await options.open().monitoring.report(of: judge, monitored)
    for note in report.notes { options.say("note: \(note)") }
    try picture.write(report.chart)
    if !picture.isOnlyOutput {
      options.print(report.json) { MonitorText.text(report, table.format) }
    }
    if report.hasDrifted { throw ExitCode(1) }
  }
}
