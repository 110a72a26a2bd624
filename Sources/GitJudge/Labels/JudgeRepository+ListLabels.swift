public import JudgeRecords

extension JudgeRepository {
  /// The labels on traces of the experiment, trace by trace, with how each one stands.
  ///
  /// - Parameter filter: which traces, in the search grammar; `nil` for all.
  /// - Returns: feedback and expectations.
  /// - Throws: `JudgeError` for a filter that cannot be read.
  public func labels(where filter: String? = nil) async throws -> [Label] {
    let experiment = try await currentExperiment()
    return try await allTraces(experiment.id, where: filter).flatMap(\.labels)
  }

  /// The labels of one guideline version on a question.
  ///
  /// - Parameters:
  ///   - filter: which traces, in the search grammar; `nil` for all.
  ///   - name: the question.
  ///   - guideline: `current`, `unknown` or the first digits of a version.
  /// - Returns: the labels of that version that count, trace by trace.
  /// - Throws: `JudgeError` if no label has the version.
  public func labels(
    where filter: String?, on name: String, guideline: String
  ) async throws -> [Label] {
    let asked = try await asked(name)
    let (traces, _) = try await restricted(
      try await allTraces(asked.experiment, where: filter), on: asked.name, in: asked.experiment,
      to: guideline)
    return traces.flatMap { $0.votes(on: asked.name) }
  }

  /// The report card of a version, if it was registered with one.
  ///
  /// - Parameter version: the version.
  /// - Returns: the report, or `nil`.
  /// - Throws: `JudgeError`.
  public func report(of version: JudgeVersion) async throws -> Report? {
    guard let id = version.registration?.report else { return nil }
    let index = try await caughtUp()
    return try await index.value(of: Report.self, id)
  }
}
