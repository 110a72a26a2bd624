import ArgumentParser
import GitJudge

/// `git judge trace import`.
struct TraceImport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import traces, labels, verdicts and spans from JSON lines or MLflow's trace JSON.",
    discussion: """
      Each line is a JSON object with client_request_id, inputs, outputs, expectations, tags, \
      assessments [{name, source_type, source_id, value | error, rationale}], and where known \
      trace_id, spans, metadata, request_time, state, run, retrieved_context. MLflow's \
      {"info": …, "data": …} is read in all its schemas. Importing a file twice adds nothing. A \
      line without inputs and outputs adds its labels to the trace that its client_request_id or \
      trace_id names.

      A line that cannot be taken is reported with its number and left out (exit code 3); so is \
      one that looks as if it held a key, a token or a password, unless --allow-secrets says otherwise. \
      Lines that hold personal data are counted (git config judge.personalData: warn, refuse, ignore).

      EXAMPLES
        git judge trace import traces.jsonl
        git judge trace import --dry-run traces.jsonl
        git judge trace import --strict labels.jsonl
      """)

  @OptionGroup var options: RepositoryOptions

  @Argument(help: ArgumentHelp("The files; - is standard input.", valueName: "file"))
  var files: [String]

  @Flag(help: "Stop at the first line that cannot be taken as it is, and import nothing.")
  var strict = false

  @Flag(name: .customLong("dry-run"), help: "Report what would be imported, and write nothing.")
  var dryRun = false

  @Flag(
    name: .customLong("allow-secrets"),
    help: "Accept lines that seem to contain keys, tokens or passwords.")
  var allowsSecrets = false

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
    for warning in result.warnings { options.say("warning: \(warning)") }
    for problem in result.conflicting.prefix(50) {
      Console.say(
        "\(problem.file):\(problem.line): conflicting: \(SafeText.terminal(problem.message))")
    }
    options.confirm(result.json, isWrite: !dryRun) { Self.text(result, dryRun: dryRun) }
    if !result.isClean { throw ExitCode(3) }
  }

  private static func text(_ result: ImportResult, dryRun: Bool) -> String {
    let word = dryRun ? "Would import" : "Imported"
    var text =
      "\(word) \(Count.of(result.traces, "trace")) and "
      + "\(Count.of(result.assessments, "assessment")) from "
      + "\(Count.of(result.read, "line"))"
    var notes: [String] = []
    if result.alreadyPresent > 0 { notes.append("\(result.alreadyPresent) already present") }
    if result.redacted > 0 { notes.append("redacted: \(result.redacted)") }
    if result.repaired > 0 { notes.append("\(Count.of(result.repaired, "value")) repaired") }
    if !result.rejected.isEmpty { notes.append("\(result.rejected.count) rejected") }
    if !result.conflicting.isEmpty { notes.append("\(result.conflicting.count) conflicting") }
    if !notes.isEmpty { text += " (\(notes.joined(separator: ", ")))" }
    return text + "\n"
  }
}
