import FoundationEssentials
import Glibc
import JudgeJSON
import JudgeWork

/// A budget that several processes share, kept in a file that all of them count in.
///
/// The file is locked for each count and written in place, so it is either the old count or the
/// new one for everybody who holds the lock. A file that cannot be read is an error, since a count
/// that began again would overshoot the budget.
struct SharedBudget: Sendable {
  /// The file.
  let path: String
  private let maxCalls: Int?
  private let maxCost: Double?

  /// The time that a file is kept after its last call, in seconds.
  static let keptFor = 7.0 * 86_400
  /// The time between two requests of a waiting call, in seconds.
  static let pause = 0.02

  /// Takes part in a budget.
  init(path: String, maxCalls: Int?, maxCost: Double?) {
    self.path = path
    self.maxCalls = maxCalls
    self.maxCost = maxCost
  }

  /// Asks whether a call may go out, and counts it if so.
  func start() throws(JudgeFailure) -> BudgetLedger.Start {
    let process = getpid()
    return try update { ledger in
      ledger.start(process: process, maxCalls: maxCalls, maxCost: maxCost) {
        kill($0, 0) == 0 || errno != ESRCH
      }
    }
  }

  /// Takes note of an attempt's end.
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
    // Closing gives the lock back, and so does the end of a killed process.
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

  /// Takes away the files of budgets that ended long ago.
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
