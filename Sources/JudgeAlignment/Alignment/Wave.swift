import JudgeWork

/// Runs several jobs at a time, with results in order, and throws the first error.
enum Wave {
  /// Runs a job for each of `0..<count`.
  ///
  /// - Parameters:
  ///   - count: the number of jobs.
  ///   - width: the number of jobs at a time; all of them by default.
  ///   - job: the job of an index.
  /// - Returns: the results in order.
  /// - Throws: the error of the lowest index that failed.
  static func run<Value: Sendable>(
    _ count: Int, width: Int? = nil,
    _ job: @escaping @Sendable (Int) async throws(JudgeFailure) -> Value
  ) async throws(JudgeFailure) -> [Value] {
    var results = [Result<Value, JudgeFailure>?](repeating: nil, count: count)
    await withTaskGroup(of: (Int, Result<Value, JudgeFailure>).self) { group in
      var next = 0
      func start() {
        guard next < count else { return }
        let place = next
        next += 1
        group.addTask {
          do throws(JudgeFailure) { return (place, .success(try await job(place))) } catch {
            return (place, .failure(error))
          }
        }
      }
      for _ in 0..<min(count, max(1, width ?? count)) { start() }
      for await (place, result) in group {
        results[place] = result
        start()
      }
    }
    var values: [Value] = []
    for result in results {
      if let result { values.append(try result.get()) }
    }
    return values
  }
}
