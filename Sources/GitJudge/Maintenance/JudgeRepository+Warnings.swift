import JudgeIndex
import JudgeRecords
import JudgeStore

extension JudgeRepository {
  /// Warnings about received records that can be mistaken for others.
  ///
  /// ``fsck`` lists them too.
  func warnings() async throws -> [JudgeStore.Problem] {
    let index = try await caughtUp()
    let versions = try await versions()
    let experiments = try await experimentTwins()
    let twins = try await store.sourceTwins()
    let people = twins.isEmpty ? [] : try await index.people()
    let sources = people.compactMap { person in
      twins.twin(of: person.id).map { twin in
        JudgeStore.Problem(
          kind: JudgeStore.Problem.Word.sourceTwin, path: "",
          message: "\(Count.of(person.labels, "label")): " + SourceTwins.message(person.id, twin))
      }
    }
    let fold = try await store.redactions()
    let unsigned = fold.unsigned.map { request in
      JudgeStore.Problem(
        kind: JudgeStore.Problem.Word.unsigned,
        path: RecordPath(kind: .redaction, id: request.id).text ?? request.id.hex,
        message: RecordStore.warning(ofUnsigned: request))
    }
    return sources + unsigned + JudgeStore.Problem.twins(experiments)
      + JudgeStore.Problem.passedOver(versions)
  }
}
