import ArgumentParser
import GitJudge

/// The names of the commands, for correcting misspellings.
enum CommandNames {
  /// Words of git, MLflow and other tools, with the matching commands.
  private static let synonyms = [
    "add": ["create", "feedback"], "annotate": ["label"], "cat": ["show"],
    "create": ["new", "add"], "eval": ["evaluate"], "fetch": ["sync"], "fit": ["align"],
    "get": ["show"], "history": ["log"], "judges": ["list"],
    "ls": ["list"], "new": ["create"], "optimize": ["align"], "pull": ["sync"],
    "push": ["sync"], "remove": ["delete"], "review": ["label"], "rm": ["delete"],
    "run": ["runs"], "start": ["quickstart"], "train": ["align"], "tune": ["align"],
    "ui": ["label"], "undelete": ["restore"], "verify": ["fsck"], "view": ["show"],
  ]

  /// Words that no single command stands for, with the hint.
  private static let advice = [
    "import":
      "did you mean `git judge trace import FILE`, or `git judge feedback import FILE` for labels?",
    "login": "git-judge needs no account; a model's key is read from the environment",
    "tag": "`git judge register NAME` tags a version, and `git judge log NAME` lists the versions",
    "version": "did you mean `git judge --version`?",
  ]

  /// The report on a command that does not exist.
  struct Unknown {
    let message: String
    /// The command that was probably meant.
    let hint: String?
  }

  /// Returns the report if the first words are not a command.
  ///
  /// - Parameter arguments: the command line without the program's name.
  /// - Returns: the report, or `nil` if the words are a command.
  static func unknown(_ arguments: [String]) -> Unknown? {
    var known = subcommands(of: GitJudgeCommand.self)
    var words: [String] = []
    for word in arguments {
      guard !word.hasPrefix("-"), !known.isEmpty, word != "help" else { return nil }
      guard let command = known.first(where: { $0.configuration.commandName == word }) else {
        let path = words.map { $0 + " " }.joined()
        let meant = meant(by: word, among: names(of: known))
        if words.isEmpty, let advice = advice[word] {
          return Unknown(message: "there is no command \"\(word)\"", hint: advice)
        }
        return Unknown(
          message: "there is no command \"\(SafeText.terminal(path + word))\"",
          hint: meant.map { "did you mean `git judge \(path)\($0)`?" })
      }
      words.append(word)
      known = subcommands(of: command)
    }
    return nil
  }

  /// Returns the command that a word stands for.
  ///
  /// This is the command of a synonym, otherwise a name with nearly the same spelling.
  private static func meant(by word: String, among names: [String]) -> String? {
    synonyms[word]?.first(where: names.contains) ?? Misspelling.nearest(to: word, among: names)
  }

  /// The names of all commands.
  static var all: [String] {
    names(of: subcommands(of: GitJudgeCommand.self))
  }

  private static func names(of commands: [any ParsableCommand.Type]) -> [String] {
    commands.compactMap { command in command.configuration.commandName }
  }

  /// Takes the suggestion of another option out of an error if the two are not alike.
  ///
  /// - Parameter text: an error, such as `Unknown option '--bad'. Did you mean '--set'?`
  /// - Returns: the error, without a suggestion that nobody meant.
  static func withoutFarOption(_ text: String) -> String {
    guard
      let found = text.firstMatch(
        of: /Unknown option '-*(?<typed>[^']*)'\.(?<advice> Did you mean '-*(?<near>[^']*)'\?)/),
      Misspelling.nearest(to: String(found.typed), among: [String(found.near)]) == nil
    else { return text }
    return String(text[..<found.advice.startIndex] + text[found.advice.endIndex...])
  }

  /// Returns the command that the words name, such as `trace list`.
  ///
  /// - Parameter arguments: the command line without the program's name.
  /// - Returns: the innermost named command, or the program itself if none is named.
  static func command(in arguments: [String]) -> any ParsableCommand.Type {
    var found: any ParsableCommand.Type = GitJudgeCommand.self
    for word in arguments where word != "help" {
      let next = subcommands(of: found).first { $0.configuration.commandName == word }
      guard let next else { break }
      found = next
    }
    return found
  }

  private static func subcommands(
    of command: any ParsableCommand.Type
  ) -> [any ParsableCommand.Type] {
    let configuration = command.configuration
    return configuration.ungroupedSubcommands
      + configuration.groupedSubcommands.flatMap(\.subcommands)
  }
}
