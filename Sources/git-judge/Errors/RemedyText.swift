import GitJudge

/// Phrases a remedy in words of the command line.
enum RemedyText {
  /// A remedy as an imperative, such as "to restore it, run `git judge experiment restore 3`".
  static func of(_ remedy: Remedy) -> String { phrase(remedy, leads: true) }

  /// A remedy; if it does not lead a sentence, its purpose stands behind the action.
  private static func phrase(_ remedy: Remedy, leads: Bool) -> String {
    switch remedy {
    case .advice(let text): text
    case .run(let operation, let arguments, let parameters, let purpose):
      Remedy.sentence(
        "run `\(command(operation, arguments, parameters))`", to: purpose, leads: leads)
    case .supply(.value, nil, let purpose):
      Remedy.sentence("specify --value or --value-json", to: purpose, leads: leads)
    case .supply(let parameter, let value, let purpose):
      Remedy.sentence(
        value.map { "specify \(option(parameter)) \(word($0))" }
          ?? "\(flags.contains(parameter) ? "add" : "specify") \(option(parameter))", to: purpose,
        leads: leads)
    case .omit(let parameter, let purpose):
      Remedy.sentence("leave out \(option(parameter))", to: purpose, leads: leads)
    case .anyOf(let remedies): list(remedies, leads: leads, joined: ", or ")
    case .inOrder(let remedies): list(remedies, leads: leads, joined: ", then ")
    }
  }

  private static func list(
    _ remedies: [Remedy], leads: Bool, joined separator: String
  ) -> String {
    remedies.enumerated().map { phrase($1, leads: leads && $0 == 0) }.joined(separator: separator)
  }

  /// A notice with its remedy.
  ///
  /// An option that would change the cause of the notice is in parentheses.
  static func of(_ notice: Notice) -> String {
    if case .supply(let parameter, nil, nil) = notice.remedy {
      return "\(notice.text) (\(option(parameter)))"
    }
    return text(notice.text, notice.remedy)
  }

  /// Returns a problem of a store with its remedy.
  static func of(_ problem: Problem) -> String {
    text(problem.message, problem.remedy)
  }

  /// Returns a text followed by the remedy.
  static func text(_ text: String, _ remedy: Remedy?) -> String {
    remedy.map { "\(text); \(of($0))" } ?? text
  }

  /// Returns the command that runs an operation.
  static func command(
    _ operation: Remedy.Operation, _ arguments: [String],
    _ parameters: [Remedy.Parameter: String] = [:]
  ) -> String {
    let (words, placeholder, ending) = form(of: operation)
    var parts = operation == .git ? ["git"] : ["git judge \(words)"]
    parts += arguments.isEmpty ? placeholder.map { [$0] } ?? [] : arguments.map(word)
    parts += parameters.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { $0.value.isEmpty ? option($0.key) : "\(option($0.key)) \(word($0.value))" }
    if let ending { parts.append(ending) }
    return parts.joined(separator: " ")
  }

  /// Returns an operation's words, the placeholder of an unknown argument, and the words after it.
  private static func form(
    of operation: Remedy.Operation
  ) -> (words: String, placeholder: String?, ending: String?) {
    switch operation {
    case .git: ("", nil, nil)
    case .initializeStore: ("init", nil, nil)
    case .checkStore: ("fsck", nil, nil)
    case .repairStore: ("fsck --repair", nil, nil)
    case .acceptHistory: ("fsck --accept-history", nil, nil)
    case .showStatus: ("status", nil, nil)
    case .startWithSamples: ("quickstart", nil, nil)
    case .checkFile: ("check", "FILE", nil)
    case .synchronize: ("sync", nil, nil)
    case .synchronizePurging: ("sync --purge", nil, nil)
    case .signAgain: ("sync --sign", nil, nil)
    case .installServerHooks: ("hooks install --server", nil, nil)
    case .showOwners: ("owners", nil, nil)
    case .setOwners: ("owners", "ADDRESS…", nil)
    case .adoptHistory: ("owners --adopt", "ROOT", nil)
    case .liftRedaction: ("owners --lift", "ID", nil)
    case .purge: ("redact", "ID", "--purge --reason …")
    case .setRole: ("role", "SOURCE", "reviewer")
    case .trustProgram: ("trust", "NAME", nil)
    case .createExperiment: ("experiment create", "NAME", nil)
    case .chooseExperiment: ("experiment use", "NAME", nil)
    case .restoreExperiment: ("experiment restore", "NAME", nil)
    case .importTraces: ("trace import", "FILE", nil)
    case .listTraces: ("trace list", nil, nil)
    case .tagTrace: ("trace tag", "TRACE KEY=VALUE", nil)
    case .addLabel: ("feedback add", "TRACE", nil)
    case .listLabels: ("feedback list", nil, nil)
    case .assign: ("assign", "NAME", nil)
    case .assignStale: ("assign", "NAME", "--stale")
    case .measureAgreement: ("agreement", "NAME", nil)
    case .writeGuideline: ("rubric", "NAME", nil)
    case .listJudges: ("list", nil, nil)
    case .createJudge: ("new", "NAME", nil)
    case .registerJudge: ("register", "NAME", nil)
    case .alignJudge: ("align", "NAME", nil)
    case .unalignRedacted: ("unalign", "NAME@vN", "--redacted")
    case .setAlias: ("alias", "NAME", nil)
    case .askMany: ("ask", "NAME", "--jsonl")
    case .runJudge: ("run", "NAME", nil)
    case .listRuns: ("runs list", nil, nil)
    case .exportCache: ("cache export", nil, nil)
    }
  }

  /// Quotes a word for a shell; an ellipsis stands for a value that a person fills in.
  private static func word(_ text: String) -> String {
    let plain = text.replacing("…", with: "")
    return plain.isEmpty || Shell.quoted(plain) == plain ? text : Shell.quoted(text)
  }

  /// Returns the option of a parameter.
  private static func option(_ parameter: Remedy.Parameter) -> String {
    if parameter == .folder { return "-C" }
    let name =
      switch parameter {
      case .filter: "where"
      case .judgeColumn: "judge"
      case .humanColumn: "human"
      case .raterColumn: "rater"
      case .idColumn: "id"
      case .textColumn: "text"
      case .builtIn: "builtin"
      case .file: "from"
      case .setting: "set"
      case .program: "exec"
      case .minMetric: "min"
      default: parameter.rawValue.replacing("_", with: "-")
      }
    return "--" + name
  }

  /// The options that take no value.
  private static let flags: Set<Remedy.Parameter> = [
    .offline, .strict, .force, .allowSecrets, .allowUnfit, .redacted,
    .includeUnassigned, .new,
  ]
}
