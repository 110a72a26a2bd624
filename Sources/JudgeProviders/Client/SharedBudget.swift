import FoundationEssentials
import Glibc
import JudgeJSON
import JudgeWork

/// A budget that several processes share, stored in a file in which all of them count.
///
/// The file is locked for each count and written in place, so every process that holds the lock
/// sees either the old count or the new one. An unreadable file is an error, because a count that
/// restarts would exceed the budget.
struct SharedBudget: Sendable {
  /// The path of the file.
  let path: String
  private let maxCalls: Int?
  private let maxCost: Double?

  /// The time in seconds for which a file is kept after its last call.
  static let keptFor = 7.0 * 86_400
  /// The time in seconds between two requests of a waiting call.
  static let pause = 0.02

  /// Creates a participant in a budget.
  init(path: String, maxCalls: Int?, maxCost: Double?) {
    self.path = path
    self.maxCalls = maxCalls
    self.maxCost = maxCost
  }

  /// Asks whether a call may be sent, and counts it if so.
  ///
  /// - Parameter estimate: the cost of the call's own text in US dollars, or `nil` if unknown.
  /// - Returns: the action.
  /// - Throws: `JudgeFailure` if the file cannot be used.
  func start(estimate: Double?) throws(JudgeFailure) -> BudgetLedger.Start {
    let process = getpid()
    return try update { ledger in
      ledger.start(process: process, maxCalls: maxCalls, maxCost: maxCost, estimate: estimate) {
        kill($0, 0) == 0 || errno != ESRCH
      }
    }
  }

  /// Records the end of an attempt.
  func end(_ outcome: CallOutcome) {
    let process = getpid()
    // If the file cannot be written, the call stays counted, so the budget is never exceeded.
    _ = try? update { ledger in
      ledger.end(process: process, isCounted: outcome.isCounted, cost: outcome.cost)
    }
  }

  /// Changes the count under the lock.
  private func update<Result>(
    _ change: (inout BudgetLedger) -> Result
  ) throws(JudgeFailure) -> Result {
    let descriptor = try opened()
    // Closing releases the lock, and so does the end of a killed process.
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw failure("cannot be locked") }
    }
    var ledger = try read(descriptor)
    let result = change(&ledger)
    let bytes = ledger.json.canonicalBytes()
    let written = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    guard written == bytes.count, ftruncate(descriptor, off_t(bytes.count)) == 0 else {
      throw failure("cannot be written")
    }
    return result
  }

  private func opened() throws(JudgeFailure) -> Int32 {
    let flags = O_RDWR | O_CREAT | O_CLOEXEC
    var descriptor = open(path, flags, 0o600)
    if descriptor < 0 {
      try? FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      descriptor = open(path, flags, 0o600)
    }
    guard descriptor >= 0 else { throw failure("cannot be opened") }
    return descriptor
  }

  private func read(_ descriptor: Int32) throws(JudgeFailure) -> BudgetLedger {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count >= 0 else { throw failure("cannot be read") }
    guard count > 0 else {
      forgetOld()
      return BudgetLedger()
    }
    guard let json = try? JSONValue(parsing: Array(bytes.prefix(count))),
      let ledger = BudgetLedger(json)
    else { throw failure("is damaged") }
    return ledger
  }

  /// Removes the files of budgets that ended long ago.
  private func forgetOld() {
    let old = Date().timeIntervalSince1970 - Self.keptFor
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      var status = stat()
      guard name.hasSuffix(".json"), stat("\(folder)/\(name)", &status) == 0,
        Double(status.st_mtim.tv_sec) < old
      else { continue }
      unlink("\(folder)/\(name)")
    }
  }

  private var folder: String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  private func failure(_ what: String) -> JudgeFailure {
    JudgeFailure(
      .failed, "the shared budget in \(path) \(what)",
      remedy: .anyOf([
        .supply(.sharedBudget, "FILE", to: "use another file"),
        "remove the file if no process that shares it is running",
      ]))
  }
}
