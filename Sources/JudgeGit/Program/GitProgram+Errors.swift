extension GitProgram {
  static func failure(_ arguments: [String], _ output: Output) -> GitError {
    let said = output.errorText.split(separator: "\n").filter { !$0.isEmpty }
    let reason = said.isEmpty ? "no message" : said.joined(separator: "; ")
    return GitError(
      .program,
      withoutSecrets("git \(name(arguments)) ended with status \(output.status): \(reason)"))
  }

  static func tooLong(_ arguments: [String], _ limit: Duration) -> GitError {
    GitError(
      .timeout, "git \(name(arguments)) was ended after \(limit)",
      hint: "check the connection to the remote, then try again")
  }

  /// The command among the arguments: what is neither an option nor the value of `-c` or `-C`.
  static func name(_ arguments: [String]) -> String {
    var rest = arguments[...]
    while let first = rest.popFirst() {
      if first == "-c" || first == "-C" {
        rest = rest.dropFirst()
      } else if !first.hasPrefix("-") {
        return first
      }
    }
    return ""
  }

  /// Text in which the credentials of URLs (`https://user:token@host/x?access_token=…`) are blanked.
  ///
  /// By bytes: a combining mark behind `://` makes another character of it. Where it is not clear
  /// how far a password goes, more is blanked rather than less.
  package static func withoutSecrets(_ text: String) -> String {
    URLText(text).withoutCredentials
  }
}
