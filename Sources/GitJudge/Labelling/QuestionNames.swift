import JudgeRecords
import JudgeWork

/// The questions of an experiment: names that labels, batches, rubrics or judges have.
struct QuestionNames {
  let names: [String]

  /// Returns whether a question has this name.
  func has(_ name: String) -> Bool { names.contains { $0.utf8.elementsEqual(name.utf8) } }

  /// Returns what to type instead of a name that no question has, or `nil` if one has it or there
  /// are no questions.
  ///
  /// - Parameter name: the name as typed.
  /// - Returns: such as `did you mean tone?` or `there are: mood, tone`.
  func hint(for name: String) -> String? {
    guard !names.isEmpty, !has(name) else { return nil }
    let near =
      names.first { $0.lowercased() == name.lowercased() }
      ?? Misspelling.nearest(to: name, among: names)
    return near.map { "did you mean \($0)?" } ?? "there are: \(names.joined(separator: ", "))"
  }
}

extension ReviewService {
  /// Returns the questions of an experiment.
  func questionNames(in experiment: ContentID) async throws -> QuestionNames {
    let index = try await repository.caughtUp()
    var known = try await index.answeredNames(in: experiment)
    known += try await assignments(in: experiment).map(\.assignment.name)
    known += try await repository.labels.rubricNames()
    known += try await repository.judges.fold().versions.keys
      .filter { $0.experiment == experiment }.map(\.name)
    return QuestionNames(names: Set(known).sorted())
  }

  /// Returns what to type instead of a name that no question of the current experiment has.
  ///
  /// - Parameter name: the name as typed.
  /// - Returns: such as `did you mean tone?`; `nil` if a question has that name.
  /// - Throws: `JudgeFailure`.
  public func hint(for name: String) async throws -> String? {
    try await questionNames(in: try await repository.experiments.current().id).hint(for: name)
  }
}
