import ArgumentParser
import GitJudge

/// The options of every command.
struct RepositoryOptions: ParsableArguments {
  @Option(
    name: .customShort("C"), help: ArgumentHelp("Work in this folder.", valueName: "folder"))
  var folder: String = "."

  @Option(
    help: ArgumentHelp(
      "Use this experiment instead of the current one (git config judge.experiment).",
      valueName: "name"))
  var experiment: String?

  @Flag(help: "Print one JSON document with stable keys.")
  var json = false

  @Flag(name: [.customShort("q"), .long], help: "Print only results and errors.")
  var quiet = false

  @OptionGroup var colour: ColourOptions

  /// Opens the repository.
  func open(_ calls: CallArguments? = nil) async throws -> JudgeRepository {
    var repository = try await JudgeRepository.open(
      at: folder, experiment: experiment, calls: calls?.options ?? CallOptions())
    if let ask = AskVariable.command(folder: folder, experiment: experiment, calls: calls) {
      repository.programVariables[AskVariable.name] = ask
    }
    if let problem = repository.indexProblem {
      say("note: \(problem); everything is read from the repository, which is slower")
    }
    // Lists come from the index, which does not notice missing objects. If even the tip cannot be
    // read, the command reports it.
    if let missing = try? await repository.maintenance.missingObjects(), !missing.isEmpty {
      Console.say("warning: " + SafeText.terminal(RemedyText.of(missing.warning)))
    }
    return repository
  }

  /// Prints a message on standard error, unless `--quiet` is given.
  func say(_ text: String) {
    if !quiet { Console.say(SafeText.terminal(text, keepLines: true)) }
  }

  /// Warns about a registered version whose tag could not be created.
  func warn(ofMissingTag result: RegisterResult) {
    guard let problem = result.tagProblem else { return }
    say(
      "warning: \(result.judge) v\(result.version) is registered, and its tag could not be made: "
        + "\(problem). Once that is mended, `git judge sync` or `git judge fsck --repair` "
        + "creates it")
  }

  /// Prints a list or a figure, and the number of records left out because they are hidden.
  func print(_ document: JSONValue, redacted: Int, _ text: () -> String) {
    var document = document
    if var object = document.objectValue {
      object["redacted"] = .number(Double(redacted))
      document = .object(object)
    }
    if redacted > 0 { say("redacted: \(redacted)") }
    print(document, text)
  }

  /// Confirms a write.
  ///
  /// It works as `print`, but with `--quiet` it prints only if `--json` asks for the document.
  ///
  /// - Parameters:
  ///   - document: the result.
  ///   - isWrite: whether this call wrote. Otherwise the result is printed as requested.
  ///   - text: the result in readable form.
  func confirm(_ document: JSONValue, isWrite: Bool = true, _ text: () -> String) {
    if json || !quiet || !isWrite { print(document, text) }
  }

  /// Prints the document if `--json` is given, else the readable text.
  func print(_ document: JSONValue, _ text: () -> String) {
    Console.write(
      json ? SafeText.json(document.prettyText()) + "\n" : Style.output.words(text()))
  }
}
