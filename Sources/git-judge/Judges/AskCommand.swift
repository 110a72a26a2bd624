import ArgumentParser
import GitJudge

/// `git judge ask`.
struct AskCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask",
    abstract: "Ask a judge about one case, without recording anything.",
    discussion: """
      A case is a JSON object with inputs and outputs, and with expectations if the judge needs \
      them. Give it on standard input, in a file, or field by field. Models are asked as in `git \
      judge run`: answers in the call cache cost nothing. No run, record or commit is made.

      With --jsonl, each line is a case. The answers are printed one per line, in order and as \
      soon as possible. If a line fails, its answer is an error.

      EXAMPLES
        git judge ask tone --inputs '{"question": "Where is it?"}' --outputs '"On its way."'
        git judge ask tone@v2 --file case.json --json
        git judge ask tone@production --trace tr-12ab
        git judge ask tone --jsonl --max-calls 100 < cases.jsonl
      """)

  @Argument(help: "The judge: NAME, NAME@v2, NAME@alias or a hash prefix.") var judge: String
  @Argument(help: "- reads JSON lines from standard input, as with --jsonl.") var lines: String?

  @Option(
    help: ArgumentHelp("Read the case from this file; - is standard input.", valueName: "file"))
  var file: String?

  @Option(help: ArgumentHelp("The inputs of the case, as JSON or plain text.", valueName: "json"))
  var inputs: String?

  @Option(help: ArgumentHelp("The outputs of the case, as JSON or plain text.", valueName: "json"))
  var outputs: String?

  @Option(help: ArgumentHelp("The expectations of the case: {name: value}.", valueName: "json"))
  var expectations: String?

  @Option(help: ArgumentHelp("Ask about this trace of the store.", valueName: "id"))
  var trace: String?

  @Flag(
    name: .customLong("open-test"),
    help: "Allow a labeled trace of the test set, and record the look.")
  var opensTest = false

  @Flag(help: "Read one case per line, and print one answer per line.")
  var jsonl = false

  @OptionGroup var calls: CallArguments
  @OptionGroup var options: RepositoryOptions

  private var fields: [(name: String, text: String)] {
    [("inputs", inputs), ("outputs", outputs), ("expectations", expectations)].compactMap {
      name, text in text.map { (name, $0) }
    }
  }

  func validate() throws {
    guard lines == nil || lines == "-" else {
      throw ValidationError("\"\(lines ?? "")\": name a file with --file")
    }
    let sources = [file != nil || lines != nil, !fields.isEmpty, trace != nil]
    guard sources.count(where: { $0 }) <= 1, file == nil || lines == nil else {
      throw ValidationError(
        "a case comes from one place: --file, --trace, or --inputs, --outputs and --expectations")
    }
    guard !jsonl || (fields.isEmpty && trace == nil) else {
      throw ValidationError("--jsonl reads lines of --file or of standard input")
    }
  }

  func run() async throws {
    CallArguments.speakWhenInterrupted()
    if jsonl || lines != nil { return try await runLines() }
    let source = try source()
    let answer = try await options.open(calls).judges.ask(judge, source, opensTest: opensTest)
    for warning in answer.warnings { options.say("warning: \(warning)") }
    if options.json || answer.value != nil {
      options.print(Self.document(answer)) { Self.text(answer) }
    }
    if let failure = answer.failure { throw failure }
  }

  private func runLines() async throws {
    let tally = try await options.open(calls).judges.ask(judge, lines: file ?? "-") { answer in
      Console.line(SafeText.json(Self.document(answer).canonicalText))
    }
    if tally.errors > 0 {
      options.say("\(Count.of(tally.errors, "error")) in \(Count.of(tally.cases, "case"))")
    }
    if let code = tally.code { throw ExitCode(code.exitStatus) }
  }

  /// Returns an answer as JSON; its error has the exit status of a command for this case alone.
  private static func document(_ answer: CaseAnswer) -> JSONValue {
    guard let failure = answer.failure, var object = answer.json.objectValue,
      var error = object["error"]?.objectValue
    else { return answer.json }
    error["exit_status"] = .number(Double(failure.exitStatus))
    object["error"] = .object(error)
    return .object(object)
  }

  private func source() throws -> CaseSource {
    if let trace { return .trace(trace) }
    if let file { return .file(path: file) }
    guard !fields.isEmpty else {
      guard !Console.isInputTerminal else {
        throw ValidationError(
          "give a case: --inputs and --outputs, --file, --trace, or JSON on standard input")
      }
      return .file(path: "-")
    }
    var object = JSONObject()
    for (name, text) in fields { object[name] = try Self.value(text, of: name) }
    return .fields(object)
  }

  /// Parses JSON, or returns the text as it is if it does not look like JSON.
  private static func value(_ text: String, of name: String) throws -> JSONValue {
    do throws(JSONError) { return try JSONValue(parsing: Array(text.utf8)) } catch {
      let first = text.unicodeScalars.first { !$0.properties.isWhitespace }
      guard let first, "{[\"".unicodeScalars.contains(first) else { return .string(text) }
      throw JudgeFailure(
        .usage, "--\(name) is not valid JSON: column \(error.column): \(error.message)",
        remedy: "a plain text that begins with \(first) must be a JSON text, in quotation marks")
    }
  }

  private static func text(_ answer: CaseAnswer) -> String {
    var text = "Value       \(shown(answer.value))"
    if let passes = answer.passes { text += passes ? " (passes)" : " (does not pass)" }
    text += "\n"
    if let score = answer.score { text += "Score       \(Figures.fixed(score, 3))\n" }
    if let calibration = answer.calibration, calibration.uncalibrated != answer.value {
      text += "Before      \(shown(calibration.uncalibrated)), without the calibration\n"
    }
    text += "Judge       \(SafeText.terminal(answer.version.label))"
    text += answer.source.type == .llmJudge ? ", \(SafeText.terminal(answer.source.id))\n" : "\n"
    if let isCached = answer.isCached {
      text +=
        isCached
        ? "Calls       from the cache\n"
        : "Calls       \(answer.calls.calls) (\(answer.calls.costText))\n"
    }
    for said in answer.further {
      let value = said.value.map(shown) ?? said.error?.text ?? ""
      text += "Also        \(SafeText.terminal("\(said.name) = \(value)"))\n"
    }
    if let rationale = answer.verdict.rationale, !rationale.isEmpty {
      text += "\n\(SafeText.terminal(rationale, keepLines: true))\n"
    }
    return text
  }

  private static func shown(_ value: JSONValue?) -> String {
    SafeText.terminal(value.map { $0.stringValue ?? $0.canonicalText } ?? "")
  }
}
