import Foundation

/// Seconds that something takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let started = Date()
  try body()
  return Date().timeIntervalSince(started)
}

/// Seconds that something takes.
func seconds(_ body: () async throws -> Void) async rethrows -> Double {
  let started = Date()
  try await body()
  return Date().timeIntervalSince(started)
}
