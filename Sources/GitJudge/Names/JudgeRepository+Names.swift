import JudgeIndex
import JudgeRecords
import JudgeStore

extension JudgeRepository {
  /// Refuses names that the rule refuses, unless the store has them already, and source ids that are
  /// taken for those of people who are pinned.
  ///
  /// - Parameter records: what is to be written.
  /// - Throws: `JudgeError` that names the name.
  func checkNames(_ records: [Record]) async throws {
    let twins = try await store.sourceTwins()
    for record in records {
      // Records to be written may have lost their fields; they were looked at when they were read.
      if let message = twins.complaint(in: record) {
        throw JudgeError(.usage, message)
      }
      for (kind, text) in RecordName.names(in: record) {
        try await checkName(text, as: kind)
      }
    }
  }

  /// Refuses a name that the rule refuses, unless the store has it already.
  func checkName(_ text: String, as kind: RecordName.Kind) async throws {
    guard let complaint = RecordName.complaint(text, as: kind), await !isKnown(text, as: kind)
    else {
      return
    }
    throw JudgeError(
      .usage,
      "\"\(text)\" is not a name for \(kind == .experiment || kind == .alias ? "an" : "a") "
        + "\(kind.rawValue): it \(complaint)",
      hint:
        "a name is one line without control characters, without characters that nobody sees and "
        + "without blanks at its ends")
  }

  private func isKnown(_ text: String, as kind: RecordName.Kind) async -> Bool {
    func holds(_ names: [String]?) -> Bool {
      names?.contains { $0.utf8.elementsEqual(text.utf8) } == true
    }
    switch kind {
    case .experiment: return holds(try? await experiments(includeDeleted: true).map(\.name))
    case .judge: return holds(try? await versions().versions.keys.map(\.name))
    case .question:
      if holds(try? await judges().map(\.body.feedbackName)) { return true }
      guard let experiment = try? await currentExperiment().id, let index = try? await caughtUp()
      else { return false }
      return holds(try? await index.answeredNames(in: experiment))
    case .batch:
      guard let experiment = try? await currentExperiment().id else { return false }
      return holds(try? await assignments(in: experiment).map(\.assignment.batch))
    case .alias, .source: return false
    }
  }
}
