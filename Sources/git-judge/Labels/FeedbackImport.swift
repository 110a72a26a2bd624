import ArgumentParser
import GitJudge

/// `git judge feedback import`.
struct FeedbackImport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import labels of people, programs and judges from CSV or JSON lines.",
    discussion: """
      Columns: trace_id or client_request_id (or trace, which may be either), name, value (or \
      expectation, or error), rationale, source_id, source_type (HUMAN if missing), time, \
      guideline_version (unknown if missing). Each row is a label on a trace that is here. Values are \
      matched against those that the judge of the question declares. Importing a file twice adds nothing.

      A row that cannot be taken is reported with its line and left out (exit code 3).

      EXAMPLES
        git judge feedback import labels.csv
        git judge feedback import --dry-run labels.jsonl
        git judge feedback import --name tone --source-id ann@example.org ann.csv
      """)

  @OptionGroup var options: RepositoryOptions
  @OptionGroup var files: LabelFileOptions

  func run() async throws {
    try await files.run(options, isExpectation: false)
  }
}

/// `git judge expectation import`.
struct ExpectationImport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import expectations from CSV or JSON lines.",
    discussion: """
      As `git judge feedback import`, but value is what the answer should have been.

      EXAMPLES
        git judge expectation import answers.csv
      """)

  @OptionGroup var options: RepositoryOptions
  @OptionGroup var files: LabelFileOptions

  func run() async throws {
    try await files.run(options, isExpectation: true)
  }
}

/// Files of labels, and how they are read.
struct LabelFileOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("The files; - is standard input.", valueName: "file"))
  var files: [String]

  @Option(help: "The question of rows without a name.")
  var name: String?

  @Option(
    name: .customLong("source-id"),
    help: ArgumentHelp("Whose the rows without a source are.", valueName: "id"))
  var sourceID: String?

  @Flag(help: "Stop at the first row that cannot be taken as it is, and import nothing.")
  var strict = false

  @Flag(name: .customLong("dry-run"), help: "Report what would be imported, and write nothing.")
  var dryRun = false

  func run(_ options: RepositoryOptions, isExpectation: Bool) async throws {
    var defaults = LabelRow.Defaults()
    defaults.name = name
    defaults.sourceID = sourceID
    defaults.isExpectation = isExpectation
    let result = try await options.open().labels.importLabels(
      files, defaults: defaults,
      options: TraceService.ImportOptions(strict: strict, dryRun: dryRun))
    for problem in result.rejected.prefix(50) {
      Console.say("\(problem.file):\(problem.line): \(SafeText.terminal(problem.message))")
    }
    if result.rejected.count > 50 {
      Console.say("… \(Count.of(result.rejected.count, "row was", "rows were")) rejected in all")
    }
    options.confirm(result.json, isWrite: !dryRun) {
      var notes: [String] = []
      if result.alreadyPresent > 0 { notes.append("\(result.alreadyPresent) already present") }
      if result.repaired > 0 { notes.append("\(Count.of(result.repaired, "value")) repaired") }
      if !result.rejected.isEmpty { notes.append("\(result.rejected.count) rejected") }
      let what = Count.of(result.assessments, isExpectation ? "expectation" : "label")
      return "\(dryRun ? "Would import" : "Imported") \(what) from \(Count.of(result.read, "row"))"
        + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))") + "\n"
    }
    if !result.isClean { throw ExitCode(3) }
  }
}
