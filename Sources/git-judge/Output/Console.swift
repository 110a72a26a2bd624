import Foundation
import GitJudge

/// Standard output for data, standard error for talk.
enum Console {
  /// Whether standard error is a terminal that can redraw a line.
  static var showsProgress: Bool {
    isatty(2) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Whether standard output is a terminal.
  static var isTerminal: Bool { isatty(1) == 1 }

  /// Whether a person sits at both ends.
  static var isInteractive: Bool { isatty(0) == 1 && isatty(1) == 1 }

  /// Writes data.
  static func write(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  /// Writes a line of data.
  static func line(_ text: String) { write(text + "\n") }

  /// Writes a line of talk.
  static func say(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Redraws the progress line; does nothing where no terminal shows it.
  static func progress(_ text: String) {
    guard showsProgress else { return }
    FileHandle.standardError.write(Data("\r\u{1b}[K\(text)".utf8))
  }

  /// Clears the progress line.
  static func endProgress() {
    guard showsProgress else { return }
    FileHandle.standardError.write(Data("\r\u{1b}[K".utf8))
  }

  /// Says an error: what, where, and what to do next; as JSON where `--json` was asked for.
  static func report(_ error: JudgeError) {
    if CommandLine.arguments.contains("--json") {
      say(error.json.canonicalText)
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
