import ArgumentParser

/// `git judge completion`.
struct CompletionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completion",
    abstract: "Print a completion script for bash, zsh or fish.",
    discussion: """
      EXAMPLES
        git judge completion bash > ~/.local/share/bash-completion/completions/git-judge
      """)

  @Argument(help: "The shell: bash, zsh or fish.")
  var shell: String

  func run() throws {
    guard let shell = CompletionShell(rawValue: shell) else {
      throw ValidationError("\"\(shell)\" is none of bash, zsh, fish")
    }
    Console.line(GitJudgeCommand.completionScript(for: shell))
  }
}
