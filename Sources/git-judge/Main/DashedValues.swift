import GitJudge

/// Handles values that begin with a dash, such as `--value -1`, which the parser takes for options.
enum DashedValues {
  /// Joins such values to the option before them: `--value -1` becomes `--value=-1`.
  ///
  /// A possible option, with one or two dashes and a letter, stays as it is, as do `-` and `--`.
  ///
  /// - Parameter arguments: the command line without the program's name.
  /// - Returns: the same arguments, some of them joined.
  static func joined(_ arguments: some Sequence<String>) -> [String] {
    var result: [String] = []
    var isOver = false
    for argument in arguments {
      if !isOver, isValue(argument), let option = result.last, isOption(option) {
        result[result.count - 1] = option + "=" + argument
      } else {
        result.append(argument)
      }
      isOver = isOver || argument == "--"
    }
    return result
  }

  /// Returns a hint if an option lacks its value because the value begins with a dash and a letter.
  ///
  /// - Parameters:
  ///   - arguments: the command line.
  ///   - message: the parser's message.
  /// - Returns: one line about the first such option, or `nil` if there is none.
  static func hint(_ arguments: [String], missing message: String) -> String? {
    for (option, next) in zip(arguments, arguments.dropFirst())
    where isOption(option) && next.hasPrefix("-")
      && message.contains("Missing value for '\(option)")
    {
      return "if a value begins with a dash, use an equals sign: "
        + "\(option)='\(SafeText.terminal(next))'"
    }
    return nil
  }

  private static func isOption(_ text: String) -> Bool {
    text.hasPrefix("--") && text.dropFirst(2).first?.isLetter == true && !text.contains("=")
  }

  private static func isValue(_ text: String) -> Bool {
    guard text.hasPrefix("-"), text != "-", text != "--" else { return false }
    let rest = text.drop { $0 == "-" }
    return text.count - rest.count > 2 || rest.first?.isLetter != true
  }
}
