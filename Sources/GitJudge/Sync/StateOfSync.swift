import JudgeIndex
import JudgeRecords
import JudgeStore

/// Provides the state of the index to a sync.
struct StateOfSync: SyncIndex {
  let repository: JudgeRepository

  func versions() async throws -> VersionFold { try await repository.judges.fold() }

  func registrationChanges() async throws -> ChangeFold {
    try await repository.caughtUp().changes(ofKind: .registration)
  }

  func versionTags() async throws -> VersionTagRules {
    let index = try await repository.caughtUp()
    let names = Dictionary(
      try await index.values(of: Experiment.self).map { ($0.id, $0.value.name) },
      uniquingKeysWith: { first, _ in first })
    let known = Set(try await index.values(of: Registration.self).map(\.id))
    return VersionTagRules(try await versions(), experiments: names, registrations: known)
  }

  func unconfirmedLabels() async throws -> [(record: ContentID, source: String)] {
    try await repository.caughtUp().unconfirmed().map { ($0.record, $0.source) }
  }

  func append(_ records: [Record], message: CommitMessage) async throws -> Bool {
    try await !repository.append(records, message: message).added.isEmpty
  }

  func author() async throws -> Person { try await repository.author() }

  func leftOut() async throws -> (ignored: [JudgeStore.Problem], redacted: Int) {
    let index = try await repository.caughtUp()
    return (
      try await MaintenanceService.ignored(index),
      try await repository.redactions.redactedCounts().values.reduce(0, +)
    )
  }
}
