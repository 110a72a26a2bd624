import ArgumentParser

/// Formats the help of a command, with examples that can be copied.
enum HelpText {
  private static let heading = "EXAMPLES\n"

  /// Restores the examples as written, because the parser wraps them like prose.
  ///
  /// - Parameters:
  ///   - help: the help as the parser formats it.
  ///   - command: the command of the help.
  /// - Returns: the help with each example on lines of its own, regardless of its length.
  static func withWholeExamples(_ help: String, of command: any ParsableCommand.Type) -> String {
    guard let written = command.configuration.discussion.split(heading),
      let (before, rest) = help.split(heading)
    else { return help }
    // In both texts, the examples end at the first empty line.
    let after = rest.split("\n\n").map { "\n\n" + $0.after } ?? ""
    let examples = written.after.split("\n\n")?.before ?? written.after
    return before + heading + examples + after
  }
}

extension String {
  /// Returns the parts before and after the first occurrence of a text.
  fileprivate func split(_ text: String) -> (before: String, after: String)? {
    guard let range = firstRange(of: text) else { return nil }
    return (String(self[..<range.lowerBound]), String(self[range.upperBound...]))
  }
}
