import ArgumentParser
import GitJudge

/// `git judge evaluate`.
struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Evaluate judges on the rows of a file or on stored traces.",
    discussion: """
      Reads the rows of a file (--data), or the traces of the experiment (--where selects some of \
      them). Asks each judge about each row and prints metrics. Records the verdicts unless you \
      use --no-log.

      If you name no judge, it asks the built-in judges that fit each row (git config judge.model). \
      --builtins fitting asks them together with your own judges, rules and programs; --builtins \
      NAME,… asks only some, and --builtins none asks none. To a row without the fields that such \
      a judge needs, it is not applicable: this is neither an error nor a zero. A judge of --judge \
      fails on such a row.

      A file has JSON lines as in `trace import`, or is CSV with the same columns. The older \
      columns request, response and expected_response work too. The assessments in the rows are \
      the verdicts of recorded:/ models, and the labels that verdicts are compared with.

      Failed verdicts are counted and listed. A verdict that the budget or --offline does not \
      allow counts as unasked, not as failed.

      If people labeled the rows, the output says whether each judge is fit for use. Only rows \
      that it did not learn from count. Measuring a judge on labeled rows of the test set is a \
      look, which is recorded. With --no-log, these rows are left out unless you use --open-test.

      EXAMPLES
        git judge evaluate --judge tone@v2 --data rows.jsonl
        git judge evaluate --judge tone --where "tag.batch = 'june'" --md
        git judge evaluate --data rows.jsonl --predict ./app.py --judge safety --junit
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
    help: "Record the verdicts: on the traces, or with the run if the rows come from a file.")
  var log = true

  @Flag(help: "Print JUnit XML with one test per row and judge.")
  var junit = false

  @OptionGroup var testSet: TestSetOptions
  @OptionGroup var calls: CallArguments
  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    guard !noJudges || (!namesJudges && builtins.allSatisfy { $0 == Self.none }) else {
      throw ValidationError("--no-judges and judges exclude each other")
    }
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
    options.print(result.json) { junit ? JUnitReport.text(result) : text(result) }
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

  /// Returns every column of every row, as in `--json`.
  private func sheet(_ result: EvaluateResult) -> String {
    var columns = ["trace_id"]
    let rows = result.table
    for row in rows {
      for member in row where !columns.contains(member.key) { columns.append(member.key) }
    }
    var table = Table(columns)
    for row in rows {
      table.add(
        columns.map { name in
          guard let value = row[name], !value.isNull else { return "" }
          return value.stringValue ?? value.canonicalText
        })
    }
    return table.text(.csv)
  }

  private func text(_ result: EvaluateResult) -> String {
    if table.format == .csv { return sheet(result) }
    var columns = ["row"]
    for name in result.judges { columns += [name, "rationale"] }
    var rows = Table(columns)
    let shown = table.format == .terminal ? 20 : result.rows.count
    for row in result.rows.prefix(shown) {
      var cells = [row.id]
      for name in result.judges {
        let said = row.feedback.first { $0.name == name }
        cells.append(
          said?.value.map { $0.stringValue ?? $0.canonicalText }
            ?? (said?.isUnasked == true ? "(not asked for)" : said?.error?.text)
            ?? (result.notApplicable[name] == nil ? "" : "(not applicable)"))
        cells.append(said?.rationale ?? "")
      }
      rows.add(cells)
    }
    var text = rows.text(table.format, width: 48)
    if result.rows.count > shown {
      text += "… \(Count.of(result.rows.count, "row")) in all (--json has them)\n"
    }
    var figures = Table(["metric", "value"])
    for (name, value) in result.metrics.sorted(by: { $0.key < $1.key }) {
      // For two-valued verdicts, the mean is enough; `--json` has every figure.
      let isDetail = ["/min", "/max", "/median", "/variance", "/p90"].contains {
        name.hasSuffix($0) && !name.hasPrefix("latency")
      }
      if isDetail, table.format == .terminal { continue }
      let isCount =
        name.contains("/count/") || name.hasSuffix("/errors") || name.hasSuffix("/labelled")
        || name == "unasked" || name == "rejected"
        || name.hasSuffix("/taught")
      figures.add([name, isCount ? Figures.fixed(value, 0) : Figures.share(value)])
    }
    text +=
      "\nRun \(result.run): \(Count.of(result.rows.count, "row")), "
      + CallArguments.text(errors: result.errors, unasked: result.unasked)
    text += CallArguments.text(result.calls)
    for name in result.judges {
      if let fit = result.fits[name] {
        text += "\(SafeText.terminal(name)): \(SafeText.terminal(fit.sentence))\n"
      }
      if let sentence = result.looks[name]?.sentence { text += "\(sentence)\n" }
    }
    return text + figures.text(table.format)
  }
}
