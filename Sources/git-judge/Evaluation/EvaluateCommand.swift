import ArgumentParser
import GitJudge

/// `git judge evaluate`.
struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Evaluate judges on the rows of a file or on stored traces.",
    discussion: """
      Reads the rows of a file (--data), or the traces of the experiment (--where selects some of \
      them). Asks each judge about each row and prints metrics. Records the run, its verdicts \
      and the rows of a file, unless you use --no-log.

      If you name no judge, it asks the built-in judges that fit each row (git config judge.model). \
      --builtins fitting asks them together with your own judges, rules and programs; --builtins \
      NAME,… asks only some, and --builtins none asks none. To a row without the fields that such \
      a judge needs, it is not applicable: this is neither an error nor a zero. A judge of --judge \
      fails on such a row.

      A file has JSON lines as in `trace import`, or is CSV with the same columns. The older \
      columns request, response and expected_response work too. The assessments in the rows are \
      the verdicts of recorded:/ models, and the labels that verdicts are compared with.

      `git judge runs show RUN` prints the table again. The rows of a file become traces, which you \
      can list (`git judge trace list --where "run_id = 'RUN'"`), show and label. The traces of the \
      application do not include them unless you ask for them.

      Failed verdicts are counted and listed. A verdict that the budget or --offline does not \
      allow counts as unasked, not as failed.

      If people labeled the rows, the output says whether each judge is fit for use. Only rows \
      that it did not learn from count. Measuring a judge on labeled rows of the test set is a \
      look, which is recorded. With --no-log, these rows are left out unless you use --open-test.

      EXAMPLES
        git judge evaluate --judge tone@v2 --data rows.jsonl
        git judge evaluate --judge tone --where "tag.batch = 'june'" --md
        git judge evaluate --data rows.jsonl --predict ./app.py --judge safety --junit
        git judge evaluate --data rows.jsonl --run-name nightly --columns request,response --csv
        git judge evaluate --data rows.jsonl --exec ./check.py --guidelines rules.json
        git judge evaluate --data rows.jsonl --guideline "Be polite." --builtins fitting
        git judge evaluate --data rows.jsonl --builtins groundedness,safety
      """)

  @Option(
    help: ArgumentHelp("Evaluate the rows of this file: JSON lines or CSV.", valueName: "file"))
  var data: String?

  @Option(help: ArgumentHelp("Evaluate only traces that match this search.", valueName: "search"))
  var `where`: String?

  @Option(
    help: ArgumentHelp(
      "Your application: a program that reads inputs as JSON and prints outputs.",
      valueName: "command"))
  var predict: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A judge to ask; comma-separated or repeated.", valueName: "name"))
  var judge: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Built-in judges to ask besides --judge: fitting, none, or names, comma-separated.",
      valueName: "which"))
  var builtins: [String] = []

  @Option(
    help: ArgumentHelp(
      "Up to 5 labeled rows to show to each built-in judge and rule whose columns they have.",
      valueName: "file"))
  var examples: String?

  @Flag(
    name: .customLong("no-judges"), help: "Ask no judge; report only latency, tokens and documents."
  )
  var noJudges = false

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A program that reads a row as JSON and prints verdicts; may be repeated.",
      valueName: "command"))
  var exec: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A rule for all rows; may be repeated.", valueName: "text"))
  var guideline: [String] = []

  @Option(
    help: ArgumentHelp(
      "A JSON file with rules for all rows: one list, or several lists with names.",
      valueName: "file"))
  var guidelines: String?

  @Flag(
    inversion: .prefixedNo,
    help: "Record the run, its verdicts, and the rows of a file; --no-log writes nothing.")
  var log = true

  @Flag(help: "Print JUnit XML with one test per row and judge.")
  var junit = false

  @Option(
    name: .customLong("run-name"),
    help: ArgumentHelp("Name of the run. Default: the names of the judges.", valueName: "name"))
  var runName: String?

  @OptionGroup var columns: ColumnOptions
  @OptionGroup var testSet: TestSetOptions
  @OptionGroup var calls: CallArguments
  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    guard !noJudges || (!namesJudges && builtins.allSatisfy { $0 == Self.none }) else {
      throw ValidationError("--no-judges and judges exclude each other")
    }
    if let runName, runName.isEmpty { throw ValidationError("--run-name must not be empty") }
    guard data == nil || `where` == nil else {
      throw ValidationError("--data and --where exclude each other")
    }
  }

  func run() async throws {
    CallArguments.speakWhenInterrupted()
    let repository = try await options.open(calls)
    let source: EvaluationService.EvaluationData
    if let data {
      source = .file(path: data)
    } else {
      source = .traces(where: `where`)
    }
    let result = try await repository.evaluations.evaluate(source, try await plan(repository))
    for warning in result.warnings { options.say("warning: \(warning)") }
    for line in result.errorGroups.lines(hasSeveralJudges: result.judges.count > 1) {
      options.say("error: \(line)")
    }
    for problem in result.rejected.prefix(20) {
      Console.say("\(problem.file):\(problem.line): \(SafeText.terminal(problem.message))")
    }
    if result.rejected.count > 20 {
      Console.say("… \(Count.of(result.rejected.count, "row was", "rows were")) rejected in all")
    }
    let chosen = try columns.chosen()
    options.print(result.json(with: chosen)) {
      junit ? JUnitReport.text(result) : text(result, chosen)
    }
    let errors = result.errorGroups
    try calls.checkUnasked(result.unaskedGroups, errors: errors)
    let verdicts = result.rows.reduce(0) { $0 + $1.feedback.count }
    if verdicts > 0, result.errors == verdicts {
      options.say("every verdict is an error")
      throw CallArguments.exitCode(of: errors)
    }
    if !result.rejected.isEmpty { throw ExitCode(3) }
  }

  private func plan(_ repository: JudgeRepository) async throws -> EvaluationPlan {
    var plan = EvaluationPlan()
    plan.names = try ListArgument.items(judge, of: "--judge")
    plan.log = log
    plan.runName = runName
    plan.opensTest = testSet.opensTest
    for command in exec {
      let words = JudgeSourceOptions.words(command)
      let file = words.first.map { $0.split(separator: "/").last.map(String.init) ?? $0 } ?? ""
      let name = file.split(separator: ".").first.map(String.init) ?? file
      plan.judges.append(
        try repository.programs.programJudge(name, command: words, timeout: calls.timeout))
    }
    if let examples {
      plan.examples = try ExampleFrame(try LocalFile.readFile(examples), path: examples)
    }
    plan.guidelines = guideline
    if let guidelines {
      let rules = try GuidelinesFile(try LocalFile.readFile(guidelines), path: guidelines)
      plan.guidelines += rules.list
      plan.namedGuidelines = rules.named
    }
    if let predict {
      plan.predict = repository.programs.predictor(
        JudgeSourceOptions.words(predict), timeout: calls.timeout ?? 120)
    }
    let chosen = try ListArgument.items(builtins, of: "--builtins")
    guard !chosen.contains(Self.none) || chosen.count == 1 else {
      throw ValidationError("--builtins none does not go with other names")
    }
    plan.addsFitting =
      chosen.contains(Self.fitting) || (chosen.isEmpty && !namesJudges && !noJudges)
    plan.builtIns = chosen.filter { $0 != Self.none && $0 != Self.fitting }
    return plan
  }

  private static let fitting = "fitting"
  private static let none = "none"

  /// Whether an option names a judge.
  private var namesJudges: Bool {
    !(judge.isEmpty && exec.isEmpty && guideline.isEmpty && guidelines == nil)
  }

  private func text(_ result: EvaluateResult, _ columns: [RowColumn]) -> String {
    let shown = ResultTable(
      judges: result.judges, rows: result.rows, metrics: result.metrics, columns: columns,
      notApplicable: Set(result.notApplicable.keys), format: table.format)
    if table.format == .csv { return shown.rowText }
    var text =
      shown.rowText + "\n" + (result.run.isEmpty ? "Not recorded" : "Run \(result.run)")
      + ": \(Count.of(result.rows.count, "row")), "
      + CallArguments.text(errors: result.errors, unasked: result.unasked)
    text += CallArguments.text(result.calls)
    for name in result.judges {
      if let fit = result.fits[name] {
        text += "\(SafeText.terminal(name)): \(SafeText.terminal(fit.sentence))\n"
      }
      if let sentence = result.looks[name]?.sentence { text += "\(sentence)\n" }
    }
    return text + shown.metricText
  }
}
