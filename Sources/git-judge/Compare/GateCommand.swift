import ArgumentParser
import GitJudge

/// `git judge gate`.
struct GateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Compare a run with thresholds or a baseline; exit 1 if it falls short.",
    discussion: """
      Verdicts that failed count as not passing, and more errors than --max-errors fail the gate. \
      A run with verdicts that the budget or --offline did not allow fails it too. \
      A baseline decides on the interval of the difference, not on the point.

      EXAMPLES
        git judge gate 9c1d --min tone/pass=0.9 --min-kappa 0.7
        git judge gate 9c1d --baseline 3f2a
      """)

  @OptionGroup var options: RepositoryOptions
  @Argument(help: "The run: its id, or a prefix of at least 4 digits.") var runID: String

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("The least NAME/pass, or another figure.", valueName: "name/figure=x"))
  var min: [String] = []

  @Option(
    name: .customLong("min-kappa"),
    help: ArgumentHelp("The least kappa with the human consensus.", valueName: "x"))
  var minKappa: Double?

  @Option(
    name: .customLong("max-errors"),
    help: ArgumentHelp("The most verdicts that may be errors.", valueName: "n"))
  var maxErrors = 0

  @Option(help: ArgumentHelp("A run not to fall behind.", valueName: "run"))
  var baseline: String?

  func validate() throws {
    guard maxErrors >= 0 else { throw ValidationError("--max-errors is a number from 0") }
    if let minKappa, !(-1...1).contains(minKappa) {
      throw ValidationError("--min-kappa is a number from -1 to 1")
    }
  }

  func run() async throws {
    var conditions = GateConditions()
    for text in min {
      guard let equals = text.lastIndex(of: "="), equals != text.startIndex,
        let value = Double(text[text.index(after: equals)...]), value.isFinite
      else { throw ValidationError("--min \(text): write NAME/pass=0.9") }
      conditions.minimum[String(text[..<equals])] = value
    }
    conditions.minimumKappa = minKappa
    conditions.maximumErrors = maxErrors
    conditions.baseline = baseline
    let result = try await options.open().gate(runID, conditions)
    for warning in result.warnings { options.say("warning: \(warning)") }
    options.print(result.json) {
      var table = Table(["check", "value", "threshold", "passed"])
      for check in result.checks {
        table.add(
          [
            check.name, check.value.map { Figures.fixed($0, 3) } ?? "none",
            Figures.fixed(check.threshold, 3), check.passed ? "yes" : "no",
          ], tones: [3: check.passed ? .good : .bad])
      }
      let judges = result.judges.map { SafeText.terminal($0) }.joined(separator: ", ")
      let word = Style.output(
        result.passed ? "Passed" : "Not passed", result.passed ? .good : .bad)
      return "\(word) by \(judges)\n" + table.text(.terminal)
    }
    if !result.passed { throw ExitCode(1) }
  }
}
