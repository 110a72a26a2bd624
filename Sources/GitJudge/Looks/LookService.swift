import JudgeAgreement
import JudgeEvaluation
import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeWork

/// Counts the looks at a test set.
public struct LookService: Sendable {
  let repository: JudgeRepository
}

extension LookService {
  /// Returns the looks at a question's held-out groups, by judge.
  ///
  /// Looks of all experiments count, because groups of equal inputs are the same test set.
  ///
  /// - Parameters:
  ///   - name: the question.
  ///   - experiment: the experiment whose openings by earlier versions also count.
  /// - Returns: the looks.
  /// - Throws: `JudgeFailure`.
  public func all(
    at name: String, in experiment: ContentID
  ) async throws -> Looks {
    let index = try await repository.caughtUp()
    let reports = try await index.values(of: Report.self)
    var looks = Looks()
    for (_, report) in reports where Bytewise.equal(report.feedbackName, name) {
      if report.type == .look, let judge = report.judge {
        looks.add(judge, on: report.groupsOfLook)
      } else if report.type == .opening, report.experiment == experiment {
        looks.addOpening()
      }
    }
    return looks
  }

  /// Records a look at the held-out part of a question, and counts the judges measured there.
  ///
  /// - Parameters:
  ///   - name: the question.
  ///   - experiment: the experiment.
  ///   - measured: the groups by the judge that is measured on them; groups that are not held out
  ///     are ignored.
  ///   - access: whether the command may look.
  /// - Returns: whether the figures may include the held-out part.
  /// - Throws: `JudgeFailure` if the store cannot be read or, with `required`, not be written.
  func look(
    at name: String, in experiment: ContentID, _ measured: [ContentID: Set<String>],
    _ access: TestAccess
  ) async throws -> TestSetLook {
    let measured = measured.filter { !$0.value.isEmpty }
    guard !measured.isEmpty else { return .none }
    if case .closed = access {
      return TestSetLook(isOpen: false, judges: 0)
    }
    var looks = try await all(at: name, in: experiment)
    let keys = measured.values.reduce(into: Set<String>()) { $0.formUnion($1) }
    var records: [Record] = []
    var added = 0
    for (judge, own) in measured.sorted(by: { $0.key < $1.key }) {
      let fresh = looks.fresh(judge, of: own).sorted()
      if !fresh.isEmpty { added += 1 }
      for start in stride(from: 0, to: fresh.count, by: Report.mostGroupsOfLook) {
        let part = Set(fresh[start..<min(fresh.count, start + Report.mostGroupsOfLook)])
        records.append(
          try Report.look(at: part, by: judge, feedbackName: name, experiment: experiment)
            .record())
      }
      looks.add(judge, on: own)
    }
    let judges = looks.count(on: keys)
    guard !records.isEmpty else { return TestSetLook(isOpen: true, judges: judges) }
    if case .known = access {
      return TestSetLook(
        isOpen: false, judges: 0,
        note: "\(Count.of(added, "judge has", "judges have")) not been measured there yet")
    }
    do {
      // Hashes are not secrets.
      _ = try await repository.append(
        records,
        message: "Look at the held-out part of \(name): \(Count.of(added, "judge"))",
        isChecked: true)
      return TestSetLook(isOpen: true, judges: judges)
    } catch {
      let error = JudgeFailure(wrapping: error)
      switch access {
      case .required: throw error
      case .opened:
        return TestSetLook(
          isOpen: true, judges: judges, note: "the look could not be recorded: \(error.message)")
      case .recorded, .closed, .known:
        return TestSetLook(
          isOpen: false, judges: 0, note: "the look could not be recorded: \(error.message)")
      }
    }
  }

  /// Records a look at the same groups for several judges, which may include duplicates.
  func look(
    at name: String, in experiment: ContentID, _ judges: [ContentID], on keys: Set<String>,
    _ access: TestAccess
  ) async throws -> TestSetLook {
    var measured: [ContentID: Set<String>] = [:]
    for judge in judges { measured[judge] = keys }
    return try await look(at: name, in: experiment, measured, access)
  }

  /// Records a look by a judge, and that a person reads the labelled cases of these groups.
  ///
  /// - Parameters:
  ///   - name: the question.
  ///   - experiment: the experiment.
  ///   - judge: the judge whose verdicts are read; `nil` for verdicts that are not from the store.
  ///   - keys: the groups.
  /// - Returns: the look.
  /// - Throws: `JudgeFailure` if it cannot be recorded.
  func read(
    _ name: String, in experiment: ContentID, by judge: ContentID?, keys: Set<String>
  ) async throws -> TestSetLook {
    guard !keys.isEmpty else { return .none }
    let known = try await readings(of: name)
    let read = known.reduce(into: Set<String>()) { $0.formUnion($1.value.groupsOfLook) }
    let fresh = keys.subtracting(read).sorted()
    var records: [Record] = []
    for start in stride(from: 0, to: fresh.count, by: Report.mostGroupsOfLook) {
      var reading = Report(type: .reading, experiment: experiment, feedbackName: name)
      reading.judge = judge
      reading.time = Clock.after(known.map(\.value.time))
      reading.author = try await repository.author()
      let part = fresh[start..<min(fresh.count, start + Report.mostGroupsOfLook)]
      reading.figures = ["groups": .array(part.map { .string($0) })]
      records.append(try reading.record())
    }
    if !records.isEmpty {
      _ = try await repository.append(
        records, message: "Read cases of the held-out part of \(name)", isChecked: true)
    }
    guard let judge else { return TestSetLook(isOpen: true, judges: 0) }
    return try await look(at: name, in: experiment, [judge: keys], .required)
  }

  /// The readings of the held-out part of a question, oldest first.
  private func readings(of name: String) async throws -> [VersionService.StoredReport] {
    try await repository.versions.reports(.reading).filter {
      Bytewise.equal($0.value.feedbackName, name)
    }
  }

  /// Returns the first reading of a question's test set, or `nil` if there was none.
  func reading(of name: String) async throws -> TestSetReading? {
    try await readings(of: name).first.map {
      TestSetReading(time: $0.value.time, author: $0.value.author)
    }
  }

  /// Returns the first reading of the test set before a version was registered.
  ///
  /// - Parameter version: the version.
  /// - Returns: the reading, or `nil` if there was none.
  /// - Throws: `JudgeFailure` if the store cannot be read.
  public func reading(before version: JudgeVersion) async throws -> TestSetReading? {
    guard let registration = version.registration,
      let first = try await reading(of: version.body.feedbackName)
    else { return nil }
    let made = registration.time?.milliseconds ?? .max
    return (first.time?.milliseconds ?? .min) <= made ? first : nil
  }

  /// Records an opening of the held-out part by judges that have no body in the store.
  func recordOpening(
    of name: String, _ experiment: ContentID, judge: ContentID
  ) async throws {
    let earlier = try await repository.versions.reports(.opening).filter {
      $0.value.experiment == experiment && Bytewise.equal($0.value.feedbackName, name)
    }
    var opening = Report(type: .opening, experiment: experiment, feedbackName: name)
    opening.judge = judge
    opening.time = Clock.after(earlier.map(\.value.time))
    opening.author = try await repository.author()
    let record = try opening.record()
    _ = try await repository.append([record], message: "Open the held-out part of \(name)")
  }

  /// Returns the judges that answer with recorded verdicts, by source.
  ///
  /// Of several judges of a source, the one with the lowest hash counts, because their verdicts are
  /// the same.
  func recordedJudges(of name: String) async throws -> [String: ContentID] {
    let index = try await repository.caughtUp()
    let bodies = try await index.values(of: JudgeBody.self)
    var found: [String: ContentID] = [:]
    for (id, body) in bodies.sorted(by: { $0.id < $1.id }) {
      guard let model = body.model, model.hasPrefix(Self.recordedScheme), body.calibration == nil,
        Bytewise.equal(body.feedbackName, name)
      else { continue }
      let source = String(model.dropFirst(Self.recordedScheme.count))
      if found[source] == nil { found[source] = id }
    }
    return found
  }

  private static let recordedScheme = "recorded:/"

  /// Returns the traces that taught some judges.
  ///
  /// These are the traces with a label in a step, a guideline or an example of one of the judges,
  /// regardless of the optimizer.
  func lessons(_ bodies: [JudgeBody]) async throws -> Lessons {
    let lineages = bodies.map(Lineage.init)
    let index = try await repository.caughtUp()
    let ids = lineages.reduce(into: Set<String>()) { $0.formUnion($1.labels) }
    let labels = try await index.labels(ids: ids)
    let taught = lineages.reduce(into: Set(labels.values.map(\.traceID))) {
      $0.formUnion($1.traces)
    }
    let traces = try await index.traces(ids: taught.sorted())
    return Lessons(traces, episodes: bodies.flatMap(\.examples).compactMap { Episode($0)?.group })
  }

  /// Returns the positions of the traces or rows that taught a judge.
  ///
  /// - Parameters:
  ///   - rows: traces, or rows of a file.
  ///   - body: the judge.
  /// - Returns: the positions.
  /// - Throws: `JudgeFailure`.
  func taught(_ rows: [Trace], _ body: JudgeBody) async throws -> Set<Int> {
    let learns =
      body.calibration != nil || !body.guidelines.isEmpty || !body.examples.isEmpty
      || !body.steps.isEmpty
    guard learns else { return [] }
    let known = try await lessons([body]).places(in: rows)
    let isUnknown = body.steps.isEmpty && body.calibration != nil
    let name = body.feedbackName
    return Set(
      rows.indices.filter { place in
        let row = rows[place]
        if known.contains(place) { return true }
        // Weights without steps were fitted to unknown labels of the training part.
        if isUnknown, HeldOutSplit.part(of: row, feedbackName: name) != .test { return true }
        return body.examples.contains {
          $0["inputs"] == row.inputs && $0["outputs"] == row.outputs
        }
      })
  }
}
