import JudgeIndex
import JudgeRecords
public import JudgeStore
import JudgeWork

/// Creates, repairs and exports the store, and reports its state.
public struct MaintenanceService: Sendable {
  let repository: JudgeRepository
}

extension MaintenanceService {
  /// Creates the store: the branch with `format.json`.
  ///
  /// If the store exists, nothing changes.
  ///
  /// - Returns: the result, with notes for the user.
  /// - Throws: `JudgeFailure` if a branch is in the way or the repository cannot be written.
  public func initialize() async throws -> InitResult {
    try await repository.store.initialize()
  }

  /// Restores missing objects that can be found: in this clone, at its remotes, in the index.
  ///
  /// - Returns: the repairs, the losses and the remaining problems.
  /// - Throws: `JudgeFailure` if the store cannot be written.
  public func repair() async throws -> Repair {
    try await repository.store.repair(remembering: repository.index)
  }

  /// Returns the objects of the branch that the repository lacks.
  ///
  /// The index still works without them.
  ///
  /// - Returns: the objects, or an empty result if the store does not exist yet.
  /// - Throws: `JudgeFailure` if even the tip of the branch cannot be read.
  public func missingObjects() async throws -> MissingObjects {
    try await repository.store.fetchTrees()
    return try await repository.store.missingObjects()
  }

  /// Returns the state of the store.
  ///
  /// - Returns: the branch, the tip, the current experiment and counts.
  /// - Throws: `JudgeFailure`.
  public func status() async throws -> StatusReport {
    let head = try await repository.store.head()
    guard head != nil else {
      return StatusReport(
        branch: repository.store.location.branch, head: nil, experiment: nil, records: [:],
        ignored: [],
        waiting: nil, behind: nil, vanished: [], missing: MissingObjects(folders: [], files: []),
        redacted: [:], pending: [])
    }
    let missing = try await missingObjects()
    let index = try await repository.caughtUp()
    var experiment: ExperimentInfo?
    do { experiment = try await repository.experiments.current() } catch {
      let code = JudgeFailure(wrapping: error).code
      guard code == .notFound || code == .ambiguous else { throw error }
    }
    let distance = try await repository.sharing.distance()
    let pending = try await repository.redactions.pendingRedactions()
    var report = StatusReport(
      branch: repository.store.location.branch, head: head, experiment: experiment,
      records: try await index.counts(),
      ignored: try await Self.ignored(index),
      waiting: distance?.waiting, behind: distance?.behind,
      vanished: try await index.vanished(), missing: missing,
      redacted: try await index.redactedCounts(), pending: pending)
    for item in try await index.unconfirmed() { report.unconfirmed[item.source, default: 0] += 1 }
    report.disputed = try await index.disputes().count
    report.warnings = try await warnings()
    if let experiment {
      report.contended = try await index.contendedCount(in: experiment.id)
      report.older = try await repository.guidelines.olderLabels(in: experiment.id)
    }
    report.reviewer = try? await repository.author().email
    return report
  }

  /// Returns the claims without effect, which `status` counts.
  ///
  /// - Returns: the claims, sorted by path.
  /// - Throws: `JudgeFailure`.
  public func disputes() async throws -> [JudgeStore.Problem] {
    try await repository.caughtUp().disputes().map {
      JudgeStore.Problem(
        kind: "disputed", path: $0.path.text ?? $0.path.id.hex, message: $0.message)
    }
  }

  /// Returns the records that are ignored everywhere; redacted ones are counted separately.
  static func ignored(_ index: JudgeIndex) async throws -> [JudgeStore.Problem] {
    try await index.ignored().filter { $0.kind != "redacted" }.map {
      JudgeStore.Problem(kind: $0.kind, path: $0.path, message: $0.message)
    }
  }

  /// Writes every record as a plain file.
  ///
  /// - Parameter folder: the destination; it is created if it does not exist.
  /// - Returns: the number of files written, and the number withheld because of a redaction.
  /// - Throws: `JudgeFailure`.
  public func export(
    to folder: String
  ) async throws -> (written: Int, redacted: Int) {
    // Listed before writing, so that an interrupted export is known too.
    try exportList.add(folder)
    return try await repository.store.export(to: folder)
  }

  /// The folders and files of this clone's exports that still exist.
  ///
  /// A redaction does not reach them.
  public var exports: [String] { exportList.folders }

  var exportList: ExportList {
    ExportList(in: repository.store.location.stateDirectory)
  }

  /// Returns warnings about received records that can be mistaken for others.
  ///
  /// `fsck` lists them too.
  func warnings() async throws -> [JudgeStore.Problem] {
    let index = try await repository.caughtUp()
    let versions = try await repository.judges.fold()
    let experiments = try await repository.experiments.twins()
    let twins = try await repository.store.sourceTwins()
    let people = twins.isEmpty ? [] : try await index.people()
    let sources = people.compactMap { person in
      twins.twin(of: person.id).map { twin in
        JudgeStore.Problem(
          kind: JudgeStore.Problem.Word.sourceTwin, path: "",
          message: "\(Count.of(person.labels, "label")): " + SourceTwins.message(person.id, twin))
      }
    }
    let fold = try await repository.store.redactions()
    let unsigned = fold.unsigned.map { request in
      let warning = RecordStore.warning(ofUnsigned: request)
      return JudgeStore.Problem(
        kind: JudgeStore.Problem.Word.unsigned,
        path: RecordPath(kind: .redaction, id: request.id).text ?? request.id.hex,
        message: warning.text, remedy: warning.remedy)
    }
    return sources + unsigned + JudgeStore.Problem.twins(experiments)
      + JudgeStore.Problem.passedOver(versions)
  }
}
