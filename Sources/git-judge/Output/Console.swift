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

  /// Whether standard input is a terminal.
  static var isInputTerminal: Bool { isatty(0) == 1 }

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

  /// Redraws the progress line; does nothing if no terminal shows it.
  ///
  /// A line that the terminal would break could not be redrawn: it is cut.
  static func progress(_ text: String) {
    guard showsProgress else { return }
    let line = TerminalText.cut(text, to: max(1, errorColumns - 1))
    FileHandle.standardError.write(Data("\r\u{1b}[K\(line)".utf8))
  }

  /// How wide the terminal is that standard error goes to; 80 if it does not say.
  private static var errorColumns: Int {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Clears the progress line.
  static func endProgress() {
    guard showsProgress else { return }
    FileHandle.standardError.write(Data("\r\u{1b}[K".utf8))
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
