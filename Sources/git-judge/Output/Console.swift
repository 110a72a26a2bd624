import Foundation
import GitJudge

/// Standard output for data, standard error for talk.
enum Console {
  /// Whether standard output is a terminal.
  static var isTerminal: Bool { isatty(1) == 1 }

  /// Whether standard input is a terminal.
  static var isInputTerminal: Bool { isatty(0) == 1 }

  /// Whether a person sits at both ends.
  static var isInteractive: Bool { isatty(0) == 1 && isatty(1) == 1 }

  /// Writes data.
  static func write(_ text: String) {
    ProgressLine.shared.clearing { FileHandle.standardOutput.write(Data(text.utf8)) }
  }

  /// Writes a line of data.
  static func line(_ text: String) { write(text + "\n") }

  /// Writes a line of talk.
  static func say(_ text: String) {
    let styled = Style.talk.words(text)
    ProgressLine.shared.clearing { FileHandle.standardError.write(Data((styled + "\n").utf8)) }
  }

  /// Says an error: what, where, and what to do next; as JSON if `--json` was asked for.
  static func report(_ error: JudgeError) {
    if CommandLine.arguments.contains("--json") {
      say(SafeText.json(error.json.canonicalText))
      return
    }
    say("error: \(SafeText.terminal(error.message, keepLines: true))")
    if let hint = error.hint {
      say("hint: \(SafeText.terminal(hint, keepLines: true))")
    }
  }

  /// Nothing is buffered in the process; standard output is a pipe or a file of the system.
  static func flush() { fflush(nil) }
}
