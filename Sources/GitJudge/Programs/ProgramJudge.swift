import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeScoring
import JudgeStore
import JudgeWork

/// Judges that are programs: they read the row as JSON and print feedback as JSON.
enum ProgramJudge {
  /// The setting with the program and its arguments.
  static let commandKey = "command"
  /// The setting with the time limit, in seconds.
  static let timeoutKey = "timeout_seconds"
  /// The setting with the SHA-256 of each file that the command names, by path.
  static let filesKey = "files"
  /// The default time limit in seconds.
  static let defaultTimeout = 30.0

  /// Creates the judge of a body.
  ///
  /// - Parameters:
  ///   - body: a body whose form is a program.
  ///   - program: its program.
  /// - Returns: a judge whose source is `CODE` and its name.
  /// - Throws: `JudgeFailure` if the body names another program.
  static func judge(
    _ body: JudgeBody, _ program: TrustedProgram
  ) throws(JudgeFailure) -> any Judge {
    guard body.settingList(commandKey) == program.command, !program.command.isEmpty else {
      throw JudgeFailure(.failed, "\(body.name): its settings name no program")
    }
    let seconds = body.settings[timeoutKey]?.doubleValue ?? defaultTimeout
    return FunctionJudge(body) { row in
      if let changed = program.changedFile() {
        throw AssessmentError(
          code: "PROGRAM_CHANGED",
          message: "\(changed) is not the file that \(body.name) was made with; make a new "
            + "version of the judge")
      }
      let done = try await run(program, on: row, seconds: seconds)
      return try answers(done, name: body.name)
    }
  }

  /// Returns the row in the form that a program reads.
  static func input(_ row: Trace) -> JSONValue {
    var object: JSONObject = [
      "trace_id": .string(row.id), "inputs": row.inputs, "outputs": row.outputs,
    ]
    if let expectations = row.expectations { object["expectations"] = expectations }
    let chunks = RetrievedChunk.all(of: row)
    if !chunks.isEmpty { object["retrieved_context"] = .array(chunks.map(\.json)) }
    if !row.conversation.isEmpty { object["conversation"] = .array(row.conversation) }
    if let latency = row.executionDuration { object["execution_duration_ms"] = .number(latency) }
    if !row.spans.isEmpty { object["spans"] = .array(row.spans) }
    return .object(object)
  }

  private static func run(
    _ program: TrustedProgram, on row: Trace, seconds: Double
  ) async throws -> [UInt8] {
    let done: ForeignProgram.Output
    do {
      done = try await program.run(
        input: input(row).canonicalBytes() + [0x0a], seconds: seconds)
    } catch {
      let code = error.code == .timeout ? "TIMEOUT" : "SCORER_ERROR"
      throw AssessmentError(code: code, message: error.message)
    }
    guard done.status == 0 else {
      throw AssessmentError(
        code: "SCORER_ERROR",
        message: "the program \(ending(done))")
    }
    guard done.output.count <= longestAnswer else {
      throw AssessmentError(code: "TOO_LARGE", message: tooLong(done.output.count))
    }
    return done.output
  }

  /// The maximum size in bytes of a program's answer for a row, which is the maximum of a record.
  static let longestAnswer = 1 << 20

  /// Returns the message about an answer that is too long.
  static func tooLong(_ count: Int) -> String {
    "its output of \(count) bytes is over the limit of \(longestAnswer) bytes"
  }

  /// Describes a program's end: its exit status and its last error lines.
  static func ending(_ done: ForeignProgram.Output) -> String {
    let end = done.errorOutput.suffix(16 << 10)
    // Keys are removed later. Half a key at the beginning would not be recognized.
    let whole = end.count < done.errorOutput.count ? end.drop { $0 > 0x20 } : end
    let lines = String(decoding: whole, as: UTF8.self)
      .split(whereSeparator: \.isNewline).suffix(3).joined(separator: "; ")
    return "ended with status \(done.status)"
      + (lines.isEmpty ? " and printed no error" : ": \(lines)")
  }

  /// Reads `VALUE`, `{value, rationale, name, error}`, a list of these, or empty output.
  static func answers(_ output: [UInt8], name: String) throws -> [Feedback] {
    guard output.contains(where: { $0 > 0x20 }) else { return [] }
    let value: JSONValue
    do { value = try JSONValue(parsing: output) } catch {
      throw AssessmentError(
        code: "SCORER_ERROR",
        message: "its output is not valid JSON: \(error.line):\(error.column): \(error.message)")
    }
    let source = AssessmentSource(type: .code, id: name)
    let items = value.arrayValue ?? [value]
    return items.compactMap { item in
      guard let object = item.objectValue, object["value"] != nil || object["error"] != nil else {
        return item.isNull
          ? nil : Feedback(name: name, value: item, rationale: nil, source: source)
      }
      let own = object["name"]?.stringValue ?? name
      if let error = object["error"], !error.isNull {
        return Feedback(
          name: own,
          error: AssessmentError(
            code: error.objectValue?["error_code"]?.stringValue ?? "SCORER_ERROR",
            message: error.stringValue ?? error.objectValue?["error_message"]?.stringValue),
          source: source)
      }
      return Feedback(
        name: own, value: object["value"] ?? .null, rationale: object["rationale"]?.stringValue,
        source: source)
    }
  }
}
