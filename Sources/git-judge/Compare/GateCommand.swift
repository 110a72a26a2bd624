import ArgumentParser
import GitJudge

/// `git judge gate`.
struct GateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Fail if a run misses its thresholds or is worse than a baseline.",
    discussion: """
      Exits with 0 if a run of `run` or `evaluate` meets all conditions, and with 1 if it does \
      not. Both commands print the id of their run, and `git judge runs list` lists all. \
      --min takes every metric that `git judge runs show` lists for the run. If a run has two \
      versions of one judge, each is named by its version, as in tone@v2/pass.

      Failed verdicts count as not passing. The gate fails if there are more of them than \
      --max-errors, if the budget or --offline did not allow some verdicts, or if rows of the \
      run's file could not be read. With --baseline, it also fails if the 95 % interval of the \
      difference shows that the run is worse, or if a judge gave fewer verdicts than in the \
      baseline.

      Each judge must be fit for use: on labeled traces that it did not learn from, the 95 % lower \
      bounds of TPR and TNR must reach 0.8 (git config judge.bar), or that of kappa must reach \
      0.6. If a judge is not fit, or if there are too few labels to say, the gate fails. \
      --allow-unfit lets it pass, and records that with the run.

      EXAMPLES
        git judge gate 9c1d --min tone/pass=0.9 --min-kappa 0.7
        git judge gate 9c1d --baseline 3f2a
        git judge gate 9c1d --min tone/pass=0.9 --allow-unfit
      """)

  @Argument(help: "The run: its id, or a prefix of at least 4 digits.") var runID: String

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Minimum value of a metric, such as tone/pass=0.9; may be repeated.",
      valueName: "name/metric=x"))
  var min: [String] = []

  @Option(
    name: .customLong("min-kappa"),
    help: ArgumentHelp(
      "Minimum kappa between the judge and the consensus of people.", valueName: "x"))
  var minKappa: Double?

  @Option(
    name: .customLong("max-errors"),
    help: ArgumentHelp("Maximum number of failed verdicts.", valueName: "n"))
  var maxErrors = 0

  @Option(help: ArgumentHelp("Fail if the run is worse than this run.", valueName: "run"))
  var baseline: String?

  @Flag(
    name: .customLong("allow-unfit"),
    help: "Pass even if a judge is not known to be fit for use; the run records this.")
  var allowUnfit = false

  @OptionGroup var testSet: TestSetOptions
  @OptionGroup var options: RepositoryOptions

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
    conditions.allowsUnfit = allowUnfit
    conditions.test = testSet.access
    let result = try await options.open().runs.gate(runID, conditions)
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
      var text = "\(word) by \(judges)\n"
      for fitness in result.fitness {
        text += "\(SafeText.terminal(fitness.judge)): \(SafeText.terminal(fitness.sentence))\n"
        if !fitness.isUsable, result.allowsUnfit { text += "let pass by --allow-unfit\n" }
        if let sentence = fitness.look.sentence { text += "\(sentence)\n" }
        for remark in fitness.remarks { text += "\(SafeText.terminal(remark))\n" }
      }
      if !result.allowsUnfit, result.fitness.contains(where: { !$0.isUsable }) {
        text += "Label more traces or align the judge; --allow-unfit goes on, and records that\n"
      }
      return text + table.text(.terminal)
    }
    if !result.passed { throw ExitCode(1) }
  }
}
