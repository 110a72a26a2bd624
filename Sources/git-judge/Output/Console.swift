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
  static func write(_ text: String) { write(Array(text.utf8)) }

  /// Writes data as it is.
  ///
  /// If it cannot be written, as on a full disk, the process ends: nothing that follows would be
  /// seen either.
  static func write(_ bytes: [UInt8]) {
    ProgressLine.shared.clearing {
      let failure = Self.put(bytes, on: STDOUT_FILENO)
      guard failure != 0 else { return }
      // A reader that has seen enough, such as `head`, ends the program as its signal would.
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

  /// Writes a line of talk.
  ///
  /// It may hold names of files and words of programs, so nothing in it controls a terminal. If
  /// nobody can read it, the command goes on.
  static func say(_ text: String) {
    let styled = Style.talk.words(SafeText.terminal(text, keepLines: true))
    ProgressLine.shared.clearing { Self.put(Array((styled + "\n").utf8), on: STDERR_FILENO) }
  }

  /// Says an error: what, where, and what to do next; as JSON if `--json` was asked for.
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

  /// Nothing is buffered in the process; standard output is a pipe or a file of the system.
  static func flush() { fflush(nil) }
}
