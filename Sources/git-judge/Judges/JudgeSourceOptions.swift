import ArgumentParser
import GitJudge

/// The options that define a new judge.
struct JudgeSourceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read the judge from this file: JSON, or the text of the instructions.", valueName: "file"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "The instructions: a text, @FILE, or - for standard input.", valueName: "text"))
  var instructions: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A rule that answers must follow; may be repeated.", valueName: "text"))
  var guideline: [String] = []

  @Option(
    help: ArgumentHelp(
      "A JSON file of rules: one list, or several lists with names and a verdict each.",
      valueName: "file"))
  var guidelines: String?

  @Flag(help: "Apply the rules to every turn of a session.")
  var session = false

  @Option(help: ArgumentHelp("Start from this built-in judge.", valueName: "name"))
  var builtin: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A setting of the built-in judge, such as pattern, max or match; may be repeated.",
      valueName: "key=value"))
  var set: [String] = []

  @Option(
    help: ArgumentHelp(
      "A file with a prompt that asks for a score from 1 to 5 ({request}, {response}, …).",
      valueName: "file"))
  var prompt: String?

  @Option(
    name: .customLong("assessment-type"),
    help: ArgumentHelp("With --prompt: ANSWER or RETRIEVAL.", valueName: "type"))
  var assessmentType = PromptMetric.answer

  @Option(help: ArgumentHelp("With --prompt: scores above this are yes.", valueName: "score"))
  var threshold: Double = 3

  @Flag(help: "With --prompt: a score equal to the threshold is yes too.")
  var inclusive = false

  @Option(
    help: ArgumentHelp(
      "A program that reads a row as JSON and prints verdicts.", valueName: "command"))
  var exec: String?

  @Option(help: "Combine the judges of --member by this rule.")
  var ensemble: EnsembleArgument?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "With --ensemble: at least two judges; comma-separated or repeated.", valueName: "judge"))
  var member: [String] = []

  func validate() throws {
    let sources = [
      from != nil, builtin != nil, prompt != nil, exec != nil, ensemble != nil,
      !guideline.isEmpty && builtin == nil, guidelines != nil,
    ].count { $0 }
    guard sources > 0 || instructions != nil else {
      throw ValidationError(
        "specify the judge with --from FILE, --instructions TEXT, --guideline TEXT, --guidelines "
          + "FILE, --builtin NAME, --prompt FILE, --exec COMMAND or --ensemble METHOD")
    }
    guard sources <= 1 else {
      throw ValidationError(
        "--from, --builtin, --prompt, --exec, --ensemble and guidelines each make the whole "
          + "judge: give one of them")
    }
    guard instructions == nil || sources == 0 || from != nil else {
      throw ValidationError("--instructions goes alone or with --from")
    }
    guard member.isEmpty || ensemble != nil else {
      throw ValidationError("--member needs --ensemble")
    }
    guard set.isEmpty || builtin != nil else { throw ValidationError("--set needs --builtin") }
    guard threshold.isFinite else { throw ValidationError("--threshold is a number") }
  }

  /// Splits a command line at spaces, without a shell.
  static func words(_ command: String) -> [String] {
    command.split(separator: " ").map(String.init)
  }
}

/// The values of the option for the vote of an ensemble's members.
enum EnsembleArgument: String, ExpressibleByArgument, CaseIterable {
  case majority, mean, min, max, all, any

  /// The matching value of the library.
  var method: EnsembleMethod { EnsembleMethod(rawValue: rawValue) ?? .majority }
}
