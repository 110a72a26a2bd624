import JudgeWork

extension GitProgram {
  static func failure(_ arguments: [String], _ output: Output) -> GitError {
    let said = output.complaints
    let reason = said.isEmpty ? "no message" : said.joined(separator: "; ")
    return GitError(
      .program,
      withoutSecrets("git \(name(arguments)) ended with status \(output.status): \(reason)"))
  }

  /// The reason that git's output gives for a failure, for our own message.
  ///
  /// - Parameter output: The output of a run.
  /// - Returns: The line that says why git gave up, and at most two others. Lines before it come
  ///   first, because they say more; git's advice after it is left out. User and password of URLs
  ///   are blanked.
  package static func words(of output: Output) -> String {
    let lines = output.complaints
    guard let fatal = lines.firstIndex(where: { $0.hasPrefix("fatal: ") }) else {
      return withoutSecrets(lines.suffix(2).joined(separator: "; "))
    }
    let advice = [
      "Please make sure you have the correct access rights", "and the repository exists.",
    ]
    var rest = lines[fatal...].filter { line in !advice.contains { line.hasPrefix($0) } }
    // It adds nothing to a line that says why.
    if rest.count > 1 { rest.removeAll { $0 == "fatal: Could not read from remote repository." } }
    // What ssh and hooks of the remote say comes before it.
    let before = lines[..<fatal].suffix(max(0, 2 - rest.count))
    return withoutSecrets((before + rest.prefix(2)).joined(separator: "; "))
  }

  static func tooLong(_ arguments: [String], _ limit: Duration) -> GitError {
    GitError(
      .timeout, "git \(name(arguments)) was ended after \(limit)",
      remedy: "check the connection to the remote, then try again")
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

  /// Text in which the credentials of URLs are blanked.
  package static func withoutSecrets(_ text: String) -> String {
    URLCredentials.blanked(in: text)
  }
}

extension GitProgram.Output {
  /// The lines on standard error without git's advice to delete a lock file by hand.
  ///
  /// Locks of killed programs are taken away here once they are old enough; others are in use.
  package var complaints: [Substring] {
    let advice = [
      "Another git process seems to be running", "an editor opened by 'git commit'",
      "are terminated then try again", "may have crashed in this repository earlier",
      "remove the file manually to continue", "remove the file manually.",
    ]
    return errorText.split(separator: "\n").filter { line in
      !line.allSatisfy(\.isWhitespace) && !advice.contains { line.contains($0) }
    }
  }

  /// The lock file that stopped git, or nil if there was none.
  var lockInTheWay: String? {
    for line in errorText.split(separator: "\n") where line.contains("File exists") {
      if let start = line.firstRange(of: "Unable to create '")?.upperBound,
        let end = line.firstRange(of: ".lock'")?.lowerBound, start < end
      {
        return line[start..<end] + ".lock"
      }
      if let start = line.firstRange(of: "could not lock config file ")?.upperBound {
        return line[start...].prefix { $0 != ":" } + ".lock"
      }
    }
    return nil
  }
}
