import Foundation

/// Seconds that something takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let started = Date()
  try body()
  return Date().timeIntervalSince(started)
}

/// Seconds of processor time that something takes, with those of the programs that it runs.
func processorSeconds(_ body: () async throws -> Void) async rethrows -> Double {
  func used() -> Double {
    var usage = tms()
    guard times(&usage) != clock_t(-1) else { return 0 }
    let ticks = usage.tms_utime + usage.tms_stime + usage.tms_cutime + usage.tms_cstime
    return Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }
  let before = used()
  try await body()
  return used() - before
}

/// Seconds that something takes.
func seconds(_ body: () async throws -> Void) async rethrows -> Double {
  let started = Date()
  try await body()
  return Date().timeIntervalSince(started)
}
