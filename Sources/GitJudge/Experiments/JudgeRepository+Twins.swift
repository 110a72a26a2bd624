import JudgeIndex
import JudgeRecords
import JudgeStore

extension JudgeRepository {
  /// Which experiments stand behind another one of their name.
  func experimentTwins() async throws -> ExperimentTwins {
    let index = try await caughtUp()
    let candidates = try await index.experimentCandidates()
    // The owners matter only if a name is used twice, so they are read only then.
    guard Set(candidates.map { Array($0.name.utf8) }).count < candidates.count else {
      return ExperimentTwins([], authority: .believing)
    }
    return ExperimentTwins(
      candidates, authority: try await store.trustState()?.authority ?? .believing)
  }

  /// If several experiments have one name, keeps only the one that the name means, if that is
  /// decided.
  func withoutTwins(_ found: [ExperimentInfo]) async throws -> [ExperimentInfo] {
    guard found.count > 1 else { return found }
    let twins = try await experimentTwins().twins
    let ids = Set(found.map(\.id))
    return found.filter { info in twins[info.id].map { !ids.contains($0) } ?? true }
  }
}
