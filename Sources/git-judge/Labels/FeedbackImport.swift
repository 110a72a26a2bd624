import ArgumentParser
import GitJudge

/// `git judge feedback import`.
struct FeedbackImport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import labels of people, programs and judges from CSV or JSON lines.",
    discussion: """
      Each row is a label on a trace that is in the store. Columns: trace_id or client_request_id \
      (or trace, which can be either), name, value (or expectation, or error), rationale, \
      source_id, source_type (default: HUMAN), time, guideline_version (default: unknown). Values \
      are matched with the values that the judge of the question declares. Importing a file twice \
      adds nothing.

      If a row cannot be imported, it is reported with its line and skipped, and the exit code is \
      3.

      EXAMPLES
        git judge feedback import labels.csv
        git judge feedback import --dry-run labels.jsonl
        git judge feedback import --name tone --source-id ann@example.org ann.csv
      """)

  @OptionGroup var files: LabelFileOptions

  @OptionGroup var options: RepositoryOptions

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
      Works like `git judge feedback import`, but the value is the expectation.

      EXAMPLES
        git judge expectation import answers.csv
      """)

  @OptionGroup var files: LabelFileOptions

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    try await files.run(options, isExpectation: true)
  }
}

/// The files of labels, and the options for reading them.
struct LabelFileOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("The files; - is standard input.", valueName: "file"))
  var files: [String]

  @Option(help: "The question of rows that have no name.")
  var name: String?

  @Option(
    name: .customLong("source-id"),
    help: ArgumentHelp("The source id of rows that have none.", valueName: "id"))
  var sourceID: String?

  @Flag(help: "Import nothing if any row cannot be imported as it is.")
  var strict = false

  @Flag(name: .customLong("dry-run"), help: "Show what would be imported, and write nothing.")
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
    for warning in result.warnings { options.say("warning: \(SafeText.terminal(warning))") }
    options.confirm(result.json, isWrite: !dryRun) {
      var notes: [String] = []
      if result.alreadyPresent > 0 { notes.append("\(result.alreadyPresent) already present") }
      notes += result.labelNotes
      if result.repaired > 0 { notes.append("\(Count.of(result.repaired, "value")) repaired") }
      if !result.rejected.isEmpty { notes.append("\(result.rejected.count) rejected") }
      let what = Count.of(result.assessments, isExpectation ? "expectation" : "label")
      return "\(dryRun ? "Would import" : "Imported") \(what) from \(Count.of(result.read, "row"))"
        + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))") + "\n"
    }
    if !result.isClean { throw ExitCode(3) }
  }
}

extension ImportResult {
  /// What an import did with labels that did not simply add a vote, in words.
  var labelNotes: [String] {
    var notes: [String] = []
    if corrections > 0 { notes.append("\(Count.of(corrections, "older label")) corrected") }
    if replaced > 0 { notes.append("\(replaced) replaced by a later row") }
    if marks > 0 { notes.append("\(Count.of(marks, "skip or flag", "skips and flags"))") }
    if withoutValue > 0 { notes.append("\(withoutValue) without a value left out") }
    return notes
  }
}
