import FoundationEssentials

/// The environment of the process.
enum Environment {
  /// Variables that coding agents set for the commands that they run, with the agents' names.
  private static let agents = [
    ("CLAUDECODE", "claude-code"), ("CURSOR_AGENT", "cursor"), ("CODEX_SANDBOX", "codex"),
    ("GEMINI_CLI", "gemini-cli"), ("AIDER", "aider"), ("OPENCODE", "opencode"),
  ]

  /// The program that enters labels, if a person does not.
  ///
  /// This is the value of `GIT_JUDGE_ENTERED_BY`, or a coding agent that identifies itself.
  static var enteredBy: String? {
    if let name = variable("GIT_JUDGE_ENTERED_BY"), !name.isEmpty { return name }
    return agents.first { !(variable($0.0) ?? "").isEmpty }?.1
  }

  /// Returns a variable, or `nil` if it is not set.
  static func variable(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }
}
