import ArgumentParser
import GitJudge

/// `git judge trace import`.
struct TraceImport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import traces, labels, verdicts and spans from JSON lines or MLflow's trace JSON.",
    discussion: """
      Each line is a JSON object with client_request_id, inputs, outputs, expectations, tags, \
      assessments [{name, source_type, source_id, value | error, rationale}], and if known \
      trace_id, spans, metadata, request_time, state, run, retrieved_context. MLflow's {"info": …, \
      "data": …} is read in all its schemas. If a line has no inputs and outputs, its labels are \
      added to the trace that its client_request_id or trace_id names. Importing a file twice adds \
      nothing.

      If a line cannot be imported, it is reported with its number and skipped, and the exit code \
      is 3. This also applies to a line that seems to contain a key, a token or a password, unless \
      you use --allow-secrets. Lines with personal data are counted (git config \
      judge.personalData: warn, refuse or ignore).

      EXAMPLES
        git judge trace import traces.jsonl
        git judge trace import --dry-run traces.jsonl
        git judge trace import --strict labels.jsonl
      """)

  @Argument(help: ArgumentHelp("The files; - is standard input.", valueName: "file"))
  var files: [String]

  @Flag(help: "Import nothing if any line cannot be imported as it is.")
  var strict = false

  @Flag(name: .customLong("dry-run"), help: "Show what would be imported, and write nothing.")
  var dryRun = false

  @Flag(
    name: .customLong("allow-secrets"),
    help: "Accept lines that seem to contain keys, tokens or passwords.")
  var allowsSecrets = false

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let repository = try await options.open()
    let result = try await repository.traces.importTraces(
      files,
      options: TraceService.ImportOptions(
        strict: strict, dryRun: dryRun, allowsSecrets: allowsSecrets))
    for problem in result.rejected.prefix(50) {
      Console.say(
        "\(problem.file):\(problem.line): \(SafeText.terminal(RemedyText.text(problem.message, problem.remedy)))"
      )
    }
    if result.rejected.count > 50 {
      Console.say("… \(Count.of(result.rejected.count, "line was", "lines were")) rejected in all")
    }
    for table in Set(result.rejected.map(\.file)).sorted() where Self.isTable(table) {
      options.say(
        "hint: \(SafeText.terminal(table)) is a table, and traces are JSON lines; `git judge evaluate "
          + "--data FILE` reads the rows of a table, `git judge feedback import FILE` its labels")
    }
    for warning in result.warnings { options.say("warning: \(warning)") }
    for problem in result.conflicting.prefix(50) {
      Console.say(
        "\(problem.file):\(problem.line): conflicting: \(SafeText.terminal(problem.message))")
    }
    options.confirm(result.json, isWrite: !dryRun) { Self.text(result, dryRun: dryRun) }
    if !result.isClean { throw ExitCode(3) }
  }

  private static func isTable(_ path: String) -> Bool {
    [".csv", ".tsv"].contains { path.lowercased().hasSuffix($0) }
  }

  private static func text(_ result: ImportResult, dryRun: Bool) -> String {
    let word = dryRun ? "Would import" : "Imported"
    var text =
      "\(word) \(Count.of(result.traces, "trace")) and "
      + "\(Count.of(result.assessments, "assessment")) from "
      + "\(Count.of(result.read, "line"))"
    var notes: [String] = []
    if result.alreadyPresent > 0 { notes.append("\(result.alreadyPresent) already present") }
    notes += result.labelNotes
    if result.redacted > 0 { notes.append("redacted: \(result.redacted)") }
    if result.repaired > 0 { notes.append("\(Count.of(result.repaired, "value")) repaired") }
    if !result.rejected.isEmpty { notes.append("\(result.rejected.count) rejected") }
    if !result.conflicting.isEmpty { notes.append("\(result.conflicting.count) conflicting") }
    if !notes.isEmpty { text += " (\(notes.joined(separator: ", ")))" }
    return text + "\n"
  }
}
