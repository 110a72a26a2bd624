import JudgeIndex
import JudgeRecords
import JudgeWork

extension ReviewService {
  /// Returns the progress of all reviewers.
  ///
  /// - Parameters:
  ///   - name: the judge, or a feedback name; `nil` for every question that is assigned or
  ///     answered.
  ///   - batch: the only batch to include, or `nil` for all.
  /// - Returns: one progress per question, by name.
  /// - Throws: `JudgeFailure` for a batch that does not exist.
  public func progress(
    _ name: String? = nil, batch: String? = nil
  ) async throws -> [LabelProgress] {
    let experiment: ContentID
    var names: [String]
    if let name {
      let asked = try await asked(name)
      experiment = asked.experiment
      if asked.judge == nil,
        let hint = try await questionNames(in: asked.experiment).hint(for: asked.name)
      {
        throw JudgeFailure(
          .notFound, "nothing asks \"\(asked.name)\"", remedy: .advice(hint))
      }
      names = [asked.name]
    } else {
      experiment = try await repository.experiments.current().id
      names = []
    }
    let index = try await repository.caughtUp()
    var batches = try await assignments(in: experiment, on: names.first)
    if let batch {
      batches = batches.filter { $0.assignment.batch.utf8.elementsEqual(batch.utf8) }
    }
    if name == nil {
      names = batches.map(\.assignment.name)
      if batch == nil {
        names += try await index.answeredNames(in: experiment)
      }
    }
    var seen = TextMap<Bool>()
    for name in names { seen[name] = true }
    var query = TraceQuery(experiment: experiment)
    let listed = try await index.traceIDs(query)
    query.includeRows = true
    let present = Set(try await index.traceIDs(query))
    var result: [LabelProgress] = []
    for name in seen.keys {
      let own = batches.filter { $0.assignment.name.utf8.elementsEqual(name.utf8) }
      if let batch, own.isEmpty { throw Self.noBatch(batch, of: name) }
      let answers = try await index.answers(named: name, in: experiment)
      // Rows of evaluations count if they are assigned.
      let assigned = Set(own.flatMap(\.assignment.traces)).intersection(present)
      let traces = assigned.union(listed).sorted()
      result.append(
        LabelProgress(
          name: name, batches: own, traces: traces, answers: answers,
          marks: try await marks(on: name, in: experiment),
          guidelines: try await repository.guidelines.versions(of: name, in: experiment)))
    }
    if let batch, result.isEmpty { throw Self.noBatch(batch, of: name) }
    return result
  }

  static func noBatch(_ batch: String, of name: String?) -> JudgeFailure {
    JudgeFailure(
      .notFound, "there is no batch \"\(batch)\"" + (name.map { " of \($0)" } ?? ""),
      remedy: .run(.assign, to: "see the batches of a question"))
  }

  /// Returns the skips and flags on a question.
  func marks(
    on name: String, in experiment: ContentID
  ) async throws -> [LabelMark] {
    let index = try await repository.caughtUp()
    var marks: [LabelMark] = []
    for kind in LabelMark.Kind.allCases {
      let tags = try await index.tags(beginning: kind.prefix(name), in: experiment)
      marks += tags.map {
        LabelMark(traceID: $0.traceID, kind: kind, sourceID: $0.rest, reason: $0.value)
      }
    }
    return marks
  }
}
