import ArgumentParser
import GitJudge

/// `git judge evaluate`.
struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Judge rows of a file, or traces, and compute figures.",
    discussion: """
      Rows are lines as `trace import` takes them, or CSV with the same columns; the older columns \
      request, response, expected_response work too. Their assessments are what recorded:/ answers \
      from and what verdicts are compared with. Errors are counted in the open.

      EXAMPLES
        git judge evaluate --judge tone@v2 --data rows.jsonl
        git judge evaluate --judge tone --where "tag.batch = 'june'" --md
      """)

  @OptionGroup var options: RepositoryOptions
  @OptionGroup var table: TableOptions

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("The judge; may be repeated.", valueName: "name"))
  var judge: [String]

  @Option(help: ArgumentHelp("A file of rows, JSON lines or CSV.", valueName: "file"))
  var data: String?

  @Option(help: ArgumentHelp("Traces of the experiment.", valueName: "search"))
  var `where`: String?

  @Flag(inversion: .prefixedNo, help: "Record the verdicts on traces.")
  var log = true

  @OptionGroup var calls: CallArguments

  func validate() throws {
    guard !judge.isEmpty else { throw ValidationError("name a judge with --judge") }
    guard data == nil || `where` == nil else {
      throw ValidationError("--data and --where exclude each other")
    }
  }

  func run() async throws {
    let repository = try await options.open(calls)
    let source: JudgeRepository.EvaluationData
    if let data {
      source = .file(bytes: try JudgeRepository.readFile(data), path: data)
    } else {
      source = .traces(where: `where`)
    }
    let result = try await repository.evaluate(
      source, with: judge, log: log)
    for problem in result.rejected.prefix(20) {
      Console.say("\(problem.file):\(problem.line): \(SafeText.terminal(problem.message))")
    }
    if data == nil { try await noteCalibrated(in: repository) }
    options.print(result.json) { text(result) }
    try calls.checkUnasked(result.unasked)
    if !result.rejected.isEmpty { throw ExitCode(3) }
  }

  /// Says that figures over all traces include those that a judge has learnt from.
  private func noteCalibrated(in repository: JudgeRepository) async throws {
    for name in judge where try await repository.judge(named: name).body.calibration != nil {
      options.say(
        "note: \(name) has learnt from part of these traces' labels: accuracy here is not a "
          + "held-out figure; the report card has those (git judge show \(name))")
    }
  }

  private func text(_ result: EvaluateResult) -> String {
    var columns = ["row"]
    for name in result.judges { columns += [name, "rationale"] }
    var rows = Table(columns)
    let shown = table.format == .terminal ? 20 : result.rows.count
    for row in result.rows.prefix(shown) {
      var cells = [row.id]
      for said in row.feedback {
        cells.append(
          said.value.map { $0.stringValue ?? $0.canonicalText } ?? said.error?.text ?? "")
        cells.append(said.rationale ?? "")
      }
      rows.add(cells)
    }
    var text = rows.text(table.format, width: 48)
    if table.format == .csv { return text }
    if result.rows.count > shown {
      text += "… \(result.rows.count) rows in all (--json has them)\n"
    }
    var figures = Table(["metric", "value"])
    for (name, value) in result.metrics.sorted(by: { $0.key < $1.key }) {
      let isCount =
        name.contains("/count/") || name.hasSuffix("/errors") || name.hasSuffix("/labelled")
      figures.add([name, isCount ? Figures.fixed(value, 0) : Figures.share(value)])
    }
    text += "\nRun \(result.run): \(result.rows.count) rows, \(result.errors) errors\n"
    text += CallArguments.text(result.calls)
    return text + figures.text(table.format)
  }
}
