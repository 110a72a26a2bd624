import ArgumentParser
import Foundation
import GitJudge

/// `git judge report`.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a web page about a judge or a run: one file, without scripts or a server.",
    discussion: """
      The page of a judge shows whether it is fit for use, the agreement of people and judges, its \
      versions with their report cards, what the last version changed, its errors on the training \
      set, and the guideline. With --run, the page shows a run: its rows, metrics, failed verdicts \
      and costs, and with --baseline what changed since an earlier run.

      The report uses what is recorded. It asks no model and adds no look at the test set: figures \
      of the test set are shown only for judges that were measured there before, and its cases are \
      never shown. A learning curve is not recorded; to include one, use --learning-curve with the \
      output of `git judge learning-curve --json`.

      EXAMPLES
        git judge report tone --html report.html
        git judge report tone@v2 --html - > report.html
        git judge report tone --html report.html --learning-curve curve.json
        git judge report --run 9c1d --html run.html
        git judge report --run 9c1d --baseline 3f2a --html run.html
      """)

  @Argument(help: "The judge: NAME, NAME@v3, NAME@alias, a hash prefix, or a question.")
  var name: String?

  @Option(
    help: ArgumentHelp(
      "Report on this run: its id, or a prefix of at least 4 digits.", valueName: "run"))
  var run: String?

  @Option(help: ArgumentHelp("Compare the run with this earlier one.", valueName: "run"))
  var baseline: String?

  @Option(
    help: ArgumentHelp("Write the page to this file; - is standard output.", valueName: "file"))
  var html: String?

  @Option(
    name: .customLong("learning-curve"),
    help: ArgumentHelp(
      "Include the learning curve in this file, the output of learning-curve --json.",
      valueName: "file"))
  var curve: String?

  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    guard (name == nil) != (run == nil) else {
      throw ValidationError(
        name == nil ? "name a judge, or a run with --run" : "a judge and --run exclude each other")
    }
    guard baseline == nil || run != nil else { throw ValidationError("--baseline needs --run") }
    guard curve == nil || run == nil else {
      throw ValidationError("--learning-curve and --run exclude each other")
    }
    guard html != nil || CommandLine.arguments.contains("--json") else {
      throw ValidationError("specify a file with --html, or use --json")
    }
  }

  func run() async throws {
    let repository = try await options.open()
    let page: String
    let document: JSONValue
    if let run {
      let report = try await repository.reports.run(run, baseline: baseline)
      (page, document) = (RunPage(report: report).html, report.document)
    } else {
      var report = try await repository.reports.judge(name ?? "")
      report.curve = try curve.map(Self.curve)
      (page, document) = (JudgePage(report: report).html, report.json)
    }
    if let html {
      try OutputFile.write(page, to: html)
      if html != OutputFile.standardOutput { options.say("Wrote \(html)") }
    }
    if options.json { Console.line(SafeText.json(document.prettyText())) }
  }

  /// Reads a learning curve that was measured before.
  private static func curve(_ path: String) throws -> RecordedCurve {
    let bytes = try LocalFile.readFile(path)
    guard let json = try? JSONValue(parsing: bytes), let curve = RecordedCurve(json) else {
      throw JudgeFailure(
        .invalid, "\(path) is not the output of a learning curve",
        remedy: .advice("write it with `git judge learning-curve NAME --json > \(path)`"))
    }
    return curve
  }
}

extension RunReport {
  /// The report as JSON with stable keys.
  var document: JSONValue {
    var object = table.info.json.objectValue ?? [:]
    object["experiment"] = .string(experiment)
    object["n"] = .number(Double(table.rows.count))
    object["errors"] = .number(Double(table.errors))
    object["cost"] = cost.map { .number($0) } ?? .null
    object["input_tokens"] = inputTokens.map { .number($0) } ?? .null
    object["output_tokens"] = outputTokens.map { .number($0) } ?? .null
    object["baseline"] = baseline.map { .string($0.id.runID) } ?? .null
    var assessments = JSONObject()
    for (name, comparison) in comparison.sorted(by: { $0.key < $1.key }) {
      assessments[name] = comparison.json
    }
    object["assessments"] = .object(assessments)
    object["rows"] = .array(table.rows.map(\.json))
    object["redacted"] = .number(Double(redacted))
    return .object(object)
  }
}
