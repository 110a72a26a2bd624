import JudgeIndex
import JudgeRecords
public import JudgeStore
import JudgeWork

/// Creates, repairs and exports the store, and reports its state.
public struct MaintenanceService: Sendable {
  let repository: JudgeRepository
}

extension MaintenanceService {
  /// Makes the store: the branch with `format.json`.
  ///
  /// Doing it twice changes nothing.
  ///
  /// - Returns: what was done and what the user should know.
  /// - Throws: `JudgeFailure` if a branch is in the way or the repository cannot be written.
  public func initialize() async throws -> InitResult {
    try await repository.store.initialize()
  }

  /// Puts back what is missing and can be found: in this clone, at its remotes, in the index.
  ///
  /// - Returns: the repairs, the losses and the remaining problems.
  /// - Throws: `JudgeFailure` if the store cannot be written.
  public func repair() async throws -> Repair {
    try await repository.store.repair(remembering: repository.index)
  }

  /// The objects of the branch that the repository lacks.
  ///
  /// The index still works without them.
  ///
  /// - Returns: an empty result if the store does not exist yet.
  /// - Throws: `JudgeFailure` if not even the tip of the branch can be read.
  public func missingObjects() async throws -> MissingObjects {
    try await repository.store.fetchTrees()
    return try await repository.store.missingObjects()
  }

  /// Where the store stands.
  ///
  /// - Returns: branch, tip, current experiment and counts.
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
      report.older = try await repository.guidelines.olderLabels(in: experiment.id)
    }
    report.reviewer = try? await repository.author().email
    return report
  }

  /// The claims without effect, which `status` counts.
  ///
  /// - Returns: what is claimed, sorted by path.
  /// - Throws: `JudgeFailure`.
  public func disputes() async throws -> [JudgeStore.Problem] {
    try await repository.caughtUp().disputes().map {
      JudgeStore.Problem(
        kind: "disputed", path: $0.path.text ?? $0.path.id.hex, message: $0.message)
    }
  }

  /// Records that are left out everywhere; redacted ones are counted separately.
  static func ignored(_ index: JudgeIndex) async throws -> [JudgeStore.Problem] {
    try await index.ignored().filter { $0.kind != "redacted" }.map {
      JudgeStore.Problem(kind: $0.kind, path: $0.path, message: $0.message)
    }
  }

  /// Writes every record as a plain file.
  ///
  /// - Parameter folder: where to; it is made if it is missing.
  /// - Returns: how many files were written, and how many a redaction keeps back.
  /// - Throws: `JudgeFailure`.
  public func export(
    to folder: String
  ) async throws -> (written: Int, redacted: Int) {
    // First, so that one that is cut short is known too.
    try exportList.add(folder)
    return try await repository.store.export(to: folder)
  }

  /// The folders and files with exports of this clone, as far as they are still there: a redaction reaches none
  /// of them.
  public var exports: [String] { exportList.folders }

  var exportList: ExportList {
    ExportList(in: repository.store.location.stateDirectory)
  }

  /// Warnings about received records that can be mistaken for others.
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
