import ArgumentParser
import GitJudge

/// `git judge new`.
struct NewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Make a judge and register it as the next version of its name.",
    discussion: """
      The file is JSON (name, instructions, feedback_value_type, labels, ordered, pass, model; \
      one judge, or a list from which NAME picks), or instructions in any text. Options go over \
      what the file says. A judge without a model can be labelled for and measured.

      EXAMPLES
        git judge new tone --from judge.json --model recorded:/gpt-4
        git judge new tone --instructions tone.md --values good,bad --pass good \\
          --model embedded:/lexical
        git judge new tone --guideline "Be polite." --guideline "Answer in the customer's language."
        git judge new grounded --builtin groundedness --model openai:/gpt-4.1-mini \\
          --examples cases.jsonl
      """)

  @OptionGroup var options: RepositoryOptions
  @Argument(help: "The judge's name, under which people give feedback.") var name: String

  @Option(help: ArgumentHelp("The file: JSON, or instructions.", valueName: "file"))
  var from: String?

  @Option(help: ArgumentHelp("A file with the instructions.", valueName: "file"))
  var instructions: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A rule that answers must follow; may be repeated.", valueName: "text"))
  var guideline: [String] = []

  @Option(help: ArgumentHelp("Begin with a built-in judge.", valueName: "name"))
  var builtin: String?

  @Option(
    help: ArgumentHelp("Rows that show it how people judge, at most 5.", valueName: "file"))
  var examples: String?

  @Option(help: "The model: openai:/NAME, anthropic:/NAME, recorded:/SOURCE, embedded:/lexical …")
  var model: String?

  @Option(help: ArgumentHelp("The values, separated by commas.", valueName: "a,b"))
  var values: String?

  @Option(help: ArgumentHelp("The values from low to high.", valueName: "a,b"))
  var ordered: String?

  @Option(help: ArgumentHelp("The values that are good.", valueName: "a,b"))
  var pass: String?

  @Option(
    name: .customLong("value-type"),
    help: ArgumentHelp("string, int, float or bool.", valueName: "type"))
  var valueType: String?

  @Option(
    name: .customLong("feedback-name"),
    help: ArgumentHelp("The name of the labels it answers, if not its own.", valueName: "name"))
  var feedbackName: String?

  @Option(help: "What it is for.")
  var description: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A tag of the version; may be repeated.", valueName: "key=value"))
  var tag: [String] = []

  func validate() throws {
    guard from != nil || instructions != nil || builtin != nil || !guideline.isEmpty else {
      throw ValidationError(
        "give the judge with --from FILE, --instructions FILE, --guideline TEXT or --builtin NAME")
    }
    guard guideline.isEmpty || (from == nil && instructions == nil && builtin == nil) else {
      throw ValidationError("--guideline makes the whole judge: leave out the other sources")
    }
  }

  func run() async throws {
    let body = try await body()
    let repository = try await options.open()
    let result = try await repository.create(body, tags: try TagArgument.dictionary(tag))
    if body.model == nil {
      options.say("note: no model was chosen; `git judge run` will need git config judge.model")
    }
    options.print(result.json) {
      let word = result.wasThere ? "is there already as" : "registered as"
      return "\(SafeText.terminal(name)) \(word) version \(result.version) "
        + "(\(result.hash.prefix(12))), tag \(result.tag)\n"
    }
  }

  private func body() async throws -> JudgeBody {
    var body: JudgeBody
    if let from {
      body = try JudgeFile.read(try JudgeRepository.readFile(from), path: from, name: name)
    } else if let builtin {
      guard let found = BuiltInCatalog.body(named: builtin) else {
        let names = BuiltInCatalog.all.map(\.name).joined(separator: ", ")
        throw JudgeError(
          .notFound, "there is no built-in judge \"\(builtin)\"", hint: "there are: \(names)")
      }
      body = found
      body.name = name
    } else if !guideline.isEmpty {
      body = GuidelinesBody.make(name, guideline)
    } else {
      body = JudgeBody(name: name, instructions: "")
    }
    if let instructions {
      let bytes = try JudgeRepository.readFile(instructions)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw JudgeError(.invalid, "\(instructions): the instructions are not UTF-8 text")
      }
      body.instructions = text
    }
    if let valueType {
      guard let type = FeedbackValueType(rawValue: valueType) else {
        throw ValidationError("--value-type is string, int, float or bool")
      }
      body.valueType = type
    }
    if let values { body.values = try list(values, body, "--values") }
    if let ordered { body.ordered = try list(ordered, body, "--ordered") }
    if let pass { body.pass = try list(pass, body, "--pass") }
    if let model {
      do { _ = try ModelURI(model) } catch {
        throw JudgeError(.usage, "--model: \(error.message)", hint: error.hint)
      }
      body.model = model
    }
    if let feedbackName { body.feedbackNameOverride = feedbackName == name ? nil : feedbackName }
    if let description { body.description = description }
    if let examples {
      body = try await body.addingExamples(
        try JudgeRepository.readFile(examples), path: examples)
    }
    return body
  }

  private func list(_ text: String, _ body: JudgeBody, _ option: String) throws -> [JSONValue] {
    try text.split(separator: ",").map { part in
      let word = part.drop { $0 == " " }
      guard let value = body.valueType.parse(String(word)) else {
        throw ValidationError("\(option): \"\(word)\" is not of type \(body.valueType.rawValue)")
      }
      return value
    }
  }
}
