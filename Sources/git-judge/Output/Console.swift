import Foundation
import GitJudge

/// Standard output for data, and standard error for messages.
enum Console {
  /// Whether standard output is a terminal.
  static var isTerminal: Bool { isatty(1) == 1 }

  /// The width of the terminal on standard output, or `nil` if it is no terminal.
  static var columns: Int? {
    guard isTerminal else { return nil }
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Whether standard input is a terminal.
  static var isInputTerminal: Bool { isatty(0) == 1 }

  /// Whether both standard input and standard output are terminals.
  static var isInteractive: Bool { isatty(0) == 1 && isatty(1) == 1 }

  /// Writes data.
  static func write(_ text: String) { write(Array(text.utf8)) }

  /// Writes data without a change.
  ///
  /// If it cannot be written, as on a full disk, the process ends, because later output would be
  /// lost too.
  static func write(_ bytes: [UInt8]) {
    ProgressLine.shared.clearing {
      let failure = Self.put(bytes, on: STDOUT_FILENO)
      guard failure != 0 else { return }
      // If a reader such as `head` has closed the pipe, the program ends as by the signal.
      guard failure != EPIPE else { exit(128 + SIGPIPE) }
      Self.put(
        Array("error: cannot write the output: \(String(cString: strerror(failure)))\n".utf8),
        on: STDERR_FILENO)
      exit(JudgeFailure.Code.store.exitStatus)
    }
  }

  /// Writes all bytes to a descriptor.
  ///
  /// - Returns: 0, or the `errno` of the write that failed.
  @discardableResult
  static func put(_ bytes: [UInt8], on descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var file = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&file, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }

  /// Writes a line of data.
  static func line(_ text: String) { write(text + "\n") }

  /// Writes a line of a message.
  ///
  /// The message may hold names of files and output of programs, so it is escaped and cannot
  /// control a terminal. If it cannot be written, the command continues.
  static func say(_ text: String) {
    let styled = Style.talk.words(SafeText.terminal(text, keepLines: true))
    ProgressLine.shared.clearing { Self.put(Array((styled + "\n").utf8), on: STDERR_FILENO) }
  }

  /// Prints an error with its place and the next step, as JSON if `--json` is given.
  ///
  /// - Parameters:
  ///   - error: The error.
  ///   - status: The exit status, if it is not that of the error's code.
  static func report(_ error: JudgeFailure, exitStatus status: Int32? = nil) {
    if CommandLine.arguments.contains("--json") {
      say(SafeText.json(error.json(exitStatus: status).canonicalText))
      return
    }
    say("error: \(SafeText.terminal(error.message, keepLines: true))")
    if let hint = error.hint {
      say("hint: \(SafeText.terminal(hint, keepLines: true))")
    }
  }

  /// Flushes standard output, a pipe or a file of the system; the process itself buffers nothing.
  static func flush() { fflush(nil) }
}
