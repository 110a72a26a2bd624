import ArgumentParser
import GitJudge

/// The names of the commands, for those that are misspelt.
enum CommandNames {
  /// The message if the first word is not a command, or `nil` if it is one.
  static func unknown(_ arguments: [String]) -> String? {
    guard let word = arguments.first, !word.hasPrefix("-") else { return nil }
    let names = all
    guard !names.contains(word), word != "help" else { return nil }
    let hint = Misspelling.nearest(to: word, among: names).map {
      "; did you mean `git judge \($0)`?"
    }
    return "there is no command \"\(SafeText.terminal(word))\"" + (hint ?? "")
  }

  /// The names of all commands.
  static var all: [String] {
    let configuration = GitJudgeCommand.configuration
    let grouped = configuration.groupedSubcommands.flatMap(\.subcommands)
    return (configuration.ungroupedSubcommands + grouped).compactMap {
      $0.configuration.commandName
    }
  }
}
