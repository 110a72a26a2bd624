import Foundation
import GitJudge
import Synchronization

/// The only progress line of the process, on standard error.
///
/// All other output to the terminal goes through ``clearing(_:)``, so that the line does not mix
/// with other text.
final class ProgressLine: Sendable {
  /// The line of this process; it shows nothing if standard error is not a terminal.
  static let shared = ProgressLine()

  private let isShown: Bool
  private let start = ContinuousClock.now
  private let bar = Mutex(ProgressBar(at: 0))

  private init() {
    let terminal = ProcessInfo.processInfo.environment["TERM"] ?? ""
    isShown =
      isatty(2) == 1 && !["", "dumb"].contains(terminal)
      && !Self.isQuiet(CommandLine.arguments.dropFirst())
  }

  /// Returns whether `-q` or `--quiet` is given, alone or joined with other letters.
  ///
  /// The line is set up before the command is parsed. If a text such as `-query` is mistaken for
  /// the option, only the line is lost.
  private static func isQuiet(_ arguments: some Sequence<String>) -> Bool {
    arguments.contains {
      $0 == "--quiet" || ($0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("q"))
    }
  }

  /// Runs a command and shows its progress on this line.
  func watching<Value>(
    isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> Value
  ) async rethrows -> Value {
    guard isShown else { return try await work() }
    redraw()
    defer { clearing {} }
    return try await WorkProgress.$listener.withValue(WorkListener { [self] in take($0) }) {
      try await work()
    }
  }

  /// Runs work that uses the whole terminal, such as a screen of keys.
  static func hidden<Value>(
    isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> Value
  ) async rethrows -> Value {
    shared.clearing {}
    return try await WorkProgress.$listener.withValue(nil) { try await work() }
  }

  /// Clears the line, and writes.
  func clearing(_ write: () -> Void) {
    bar.withLock { bar in
      carryOut(bar.clear())
      write()
    }
  }

  private func take(_ step: WorkStep) {
    bar.withLock { bar in
      carryOut(bar.take(step, at: now, columns: columns))
    }
  }

  /// Redraws the line from its own thread.
  ///
  /// So it shows progress even if the work blocks all task threads or does not report for a while.
  private func redraw() {
    Thread.detachNewThread { [self] in
      while true {
        Thread.sleep(forTimeInterval: ProgressBar.interval)
        bar.withLock { bar in
          carryOut(bar.change(at: now, columns: columns))
        }
      }
    }
  }

  private func carryOut(_ change: ProgressBar.Change?) {
    switch change {
    case .draw(let line): Self.raw("\r\u{1b}[K" + SafeText.terminal(line))
    case .clear: Self.raw("\r\u{1b}[K")
    case nil: return
    }
  }

  private static func raw(_ text: String) {
    Console.put(Array(text.utf8), on: STDERR_FILENO)
  }

  private var now: Double {
    let parts = (ContinuousClock.now - start).components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }

  /// The width of the terminal on standard error, or 80 if it is unknown.
  private var columns: Int {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
