import ArgumentParser
import GitJudge

/// What a new judge is made of.
struct JudgeSourceOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A file: JSON, or instructions.", valueName: "file"))
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
      "A JSON file of rules: a list, or lists by name, each its own assessment.",
      valueName: "file"))
  var guidelines: String?

  @Flag(help: "The rules hold for every turn of a whole session.")
  var session = false

  @Option(help: ArgumentHelp("Begin with a built-in judge.", valueName: "name"))
  var builtin: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A setting of the built-in judge, such as pattern, max or match; may be repeated.",
      valueName: "key=value"))
  var set: [String] = []

  @Option(
    help: ArgumentHelp(
      "A file with a prompt that asks for a score from 1 to 5 ({request}, {response} …).",
      valueName: "file"))
  var prompt: String?

  @Option(
    name: .customLong("assessment-type"),
    help: ArgumentHelp("With --prompt: ANSWER or RETRIEVAL.", valueName: "type"))
  var assessmentType = PromptMetric.answer

  @Option(help: ArgumentHelp("With --prompt: scores over it are yes.", valueName: "score"))
  var threshold: Double = 3

  @Flag(help: "With --prompt: the threshold itself is yes too.")
  var inclusive = false

  @Option(
    help: ArgumentHelp(
      "A program that reads the row as JSON and prints feedback.", valueName: "command"))
  var exec: String?

  @Option(help: ArgumentHelp("With --exec: seconds that it may take for a row.", valueName: "s"))
  var timeout: Double?

  @Option(help: "Several judges as one: majority, mean, min, max, all or any of the --member.")
  var ensemble: EnsembleArgument?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "With --ensemble: two or more judges; comma-separated or repeated.", valueName: "judge"))
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
    guard timeout == nil || exec != nil else { throw ValidationError("--timeout needs --exec") }
    guard threshold.isFinite else { throw ValidationError("--threshold is a number") }
    if let timeout, !(timeout > 0 && timeout <= 86_400) {
      throw ValidationError("--timeout is a number of seconds over 0, at most 86400")
    }
  }

  /// The words of a command line, without a shell: cut at spaces.
  static func words(_ command: String) -> [String] {
    command.split(separator: " ").map(String.init)
  }
}

/// How members of an ensemble vote, on the command line.
enum EnsembleArgument: String, ExpressibleByArgument, CaseIterable {
  case majority, mean, min, max, all, any

  /// The library's word for it.
  var method: EnsembleMethod { EnsembleMethod(rawValue: rawValue) ?? .majority }
}
