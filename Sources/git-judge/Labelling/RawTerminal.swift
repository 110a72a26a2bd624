import Foundation
import GitJudge

/// A terminal that delivers every key at once and shows its own screen until the program leaves it.
///
/// The terminal is restored however the process ends: by return, by an error, or by a signal. Only
/// SIGKILL leaves it raw; `reset` then restores it.
final class RawTerminal {
  private let input: Int32
  private let output: Int32

  /// Takes control of a terminal.
  ///
  /// - Parameters:
  ///   - input: the descriptor to read from.
  ///   - output: the descriptor to write to.
  /// - Throws: `JudgeFailure` if it is not a terminal.
  init(input: Int32, output: Int32) throws {
    self.input = input
    self.output = output
    var settings = termios()
    guard tcgetattr(input, &settings) == 0 else {
      throw JudgeFailure(.usage, "standard input is not a terminal", remedy: "use --plain")
    }
    TerminalState.enter(settings, input: input, output: output)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] {
      signal(number) { number in
        TerminalState.leave()
        _exit(128 + number)
      }
    }
    cfmakeraw(&settings)
    guard tcsetattr(input, TCSAFLUSH, &settings) == 0 else {
      throw JudgeFailure(.usage, "the terminal cannot be used key by key", remedy: "use --plain")
    }
    write(TerminalState.begin)
  }

  /// Restores the terminal.
  func leave() {
    TerminalState.leave()
    for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] { signal(number, SIG_DFL) }
  }

  /// The size in columns and rows; 80 × 24 if the terminal does not report it.
  var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return (80, 24)
    }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Waits for input.
  ///
  /// - Parameter milliseconds: the maximum waiting time in milliseconds.
  /// - Returns: the input, empty if there was none, or `nil` at the end of the input.
  func read(within milliseconds: Int32) -> [UInt8]? {
    var waiting = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else { return [] }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Foundation.read(input, &buffer, buffer.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return [] }
    guard count > 0 else { return nil }
    return Array(buffer[..<count])
  }

  /// Shows a screen.
  func show(_ screen: LabelScreen) {
    var text = "\u{1b}[?25l\u{1b}[H"
    for (row, line) in screen.lines.enumerated() {
      // First, because after a full line it would erase the last character too.
      text += "\u{1b}[2K"
      switch line.style {
      case .plain: text += line.text
      case .bold: text += "\u{1b}[1m\(line.text)\u{1b}[0m"
      case .dim: text += "\u{1b}[2m\(line.text)\u{1b}[0m"
      }
      if row + 1 < screen.lines.count { text += "\r\n" }
    }
    if let column = screen.cursor {
      text += "\u{1b}[\(screen.lines.count);\(column + 1)H\u{1b}[?25h"
    }
    write(text)
  }

  private func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(output, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { return }
      rest = rest.dropFirst(max(0, count))
    }
  }
}

/// The state that a signal handler needs to restore the terminal.
private enum TerminalState {
  /// The codes that switch to another screen and mark pasted text.
  static let begin = "\u{1b}[?1049h\u{1b}[?2004h\u{1b}[2J"

  // Written by `enter`, before it installs any handler that reads them, and by `leave`, which
  // writes the same each time. The program has one terminal, used by one thread.
  nonisolated(unsafe) private static var settings = termios()
  nonisolated(unsafe) private static var input: Int32 = -1
  nonisolated(unsafe) private static var output: Int32 = -1

  static func enter(_ settings: termios, input: Int32, output: Int32) {
    self.settings = settings
    self.output = output
    self.input = input
  }

  /// Uses only functions that a signal handler may call.
  static func leave() {
    guard input >= 0 else { return }
    let end: StaticString = "\u{1b}[0m\u{1b}[?25h\u{1b}[?2004l\u{1b}[?1049l"
    _ = Foundation.write(output, end.utf8Start, end.utf8CodeUnitCount)
    _ = tcsetattr(input, TCSANOW, &settings)
    input = -1
  }
}
