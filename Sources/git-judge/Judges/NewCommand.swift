import ArgumentParser
import GitJudge

/// `git judge new`.
struct NewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Create a judge, and register it as the next version of its name.",
    discussion: """
      A judge has instructions, values and a model, or is made from rules, a built-in judge, a \
      prompt, a program or other judges. You can label traces for a judge without a model, and \
      measure it.

      The file of --from is JSON (name, instructions, feedback_value_type, labels, ordered, pass, \
      model), or text with the instructions. A JSON file has one judge, or a list from which NAME \
      selects one. Options override the file.

      EXAMPLES
        git judge new tone --from judge.json --model recorded:/gpt-4
        git judge new tone --instructions @tone.md --values good,bad --pass good \\
          --model embedded:/lexical
        git judge new tone --guideline "Be polite." --guideline "Answer in the customer's language."
        git judge new grounded --builtin groundedness --model openai:/gpt-4.1-mini \\
          --examples cases.jsonl
        git judge new short --builtin response_length --set max=500
        git judge new no_pii --prompt prompt.txt --threshold 3 --model endpoints:/my-endpoint
        git judge new format --exec ./check.py --timeout 5
        git judge new panel --ensemble majority --member tone@v1 --member tone@v2 --member short
      """)

  @Argument(
    help:
      "The judge's name. It is also the question, unless --feedback-name or the file names another."
  ) var name: String

  @OptionGroup var source: JudgeSourceOptions

  @Option(
    help: ArgumentHelp(
      "Up to 5 labeled rows to show to the judge; auto selects some of its errors.",
      valueName: "file|auto"))
  var examples: String?

  @Option(help: "The model: openai:/NAME, anthropic:/NAME, recorded:/SOURCE, embedded:/lexical, …")
  var model: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("The possible values; comma-separated or repeated.", valueName: "a,b"))
  var values: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "The possible values from low to high; comma-separated or repeated.", valueName: "a,b"))
  var ordered: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("The values that pass; comma-separated or repeated.", valueName: "a,b"))
  var pass: [String] = []

  @Option(
    name: .customLong("value-type"),
    help: ArgumentHelp("Type of the values: string, int, float or bool.", valueName: "type"))
  var valueType: String?

  @Option(
    name: .customLong("feedback-name"),
    help: ArgumentHelp(
      "The question that the judge answers, if it is not the judge's name.", valueName: "name"))
  var feedbackName: String?

  @Option(help: "A description of the judge.")
  var description: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A tag for the version; may be repeated.", valueName: "key=value"))
  var tag: [String] = []

  @OptionGroup var calls: CallArguments
  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let repository = try await options.open(calls)
    var body = try withOverrides(
      try await source.body(name, timeout: calls.timeout, in: repository))
    if let examples {
      body =
        examples == "auto"
        ? try await automatic(body, repository)
        : try await body.addingExamples(try LocalFile.readFile(examples), path: examples)
      if let note = FewShotExamples.oneSided(body) { options.say("warning: \(note)") }
    }
    let result = try await repository.judges.create(body, tags: try TagArgument.dictionary(tag))
    if try await isOwnProgram(repository) {
      _ = try? await repository.programs.trust(result.hash.hex)
    }
    if body.model == nil, body.form == nil || body.form == .promptMetric {
      options.say("note: no model was chosen; `git judge run` will need git config judge.model")
    }
    options.warn(ofMissingTag: result)
    options.confirm(result.json) {
      let word = result.wasThere ? "is there already as" : "registered as"
      return "\(SafeText.terminal(name)) \(word) version \(result.version) "
        + "(\(result.hash.prefix(12))), tag \(result.tag)\n"
    }
  }

  /// Returns whether the judge's programs run here: one just named, or those of trusted members.
  private func isOwnProgram(_ repository: JudgeRepository) async throws -> Bool {
    guard source.ensemble != nil else { return source.exec != nil }
    var members: [JudgeVersion] = []
    for name in try ListArgument.items(source.member, of: "--member") {
      members.append(try await repository.judges.find(named: name))
    }
    return await repository.programs.areTrusted(members)
  }

  private func automatic(
    _ body: JudgeBody, _ repository: JudgeRepository
  ) async throws -> JudgeBody {
    let found = try await repository.judges.addingAutomaticExamples(to: body)
    let added = found.body.examples.count - body.examples.count
    options.say(
      "\(Count.of(added, "example")) chosen: it got \(found.errors) of "
        + "\(Count.of(found.asked, "training trace")) wrong"
    )
    return found.body
  }

  /// Returns the body with the options that override its file.
  private func withOverrides(_ made: JudgeBody) throws -> JudgeBody {
    var body = made
    if let valueType {
      guard let type = FeedbackValueType(rawValue: valueType) else {
        throw ValidationError("--value-type is string, int, float or bool")
      }
      body.valueType = type
    }
    if !values.isEmpty { body.values = try list(values, body, "--values") }
    if !ordered.isEmpty { body.ordered = try list(ordered, body, "--ordered") }
    if !pass.isEmpty { body.pass = try list(pass, body, "--pass") }
    if let model {
      do { _ = try ModelURI(model) } catch {
        throw JudgeFailure(.usage, "--model: \(error.message)", remedy: error.remedy)
      }
      body.model = model
    }
    if let feedbackName { body.feedbackNameOverride = feedbackName == name ? nil : feedbackName }
    if let description { body.description = description }
    return body
  }

  private func list(_ texts: [String], _ body: JudgeBody, _ option: String) throws -> [JSONValue] {
    try ListArgument.items(texts, of: option).map { word in
      guard let value = body.valueType.parse(word) else {
        throw ValidationError("\(option): \"\(word)\" is not of type \(body.valueType.rawValue)")
      }
      return value
    }
  }
}
