import JudgeJSON
import JudgeRecords
import Testing

/// Which assignment of a batch is in force.
@Suite struct AssignmentFoldTests {
  private let experiment = ContentID(hashing: [1])

  private func assignment(
    _ reviewers: [String], at milliseconds: Int64, superseding: [ContentID] = [],
    _ adjust: (inout Assignment) -> Void = { _ in }
  ) throws -> (ContentID, Assignment) {
    var value = Assignment(
      name: "tone", batch: "june", reviewers: reviewers, overlap: 1, traces: ["tr-1", "tr-2"])
    value.experiment = experiment
    value.time = Timestamp(milliseconds: milliseconds)
    value.supersedes = superseding
    adjust(&value)
    return (try value.record().id, value)
  }

  private func fold(
    _ list: [(ContentID, Assignment)], _ changes: [(ContentID, Change)] = []
  ) -> Resolution<Assignment>? {
    AssignmentFold(list, experiment: experiment, changes: ChangeFold(changes))
      .batches["tone"]?["june"]
  }

  @Test func theOneThatNobodySupersededIsInForce() throws {
    let old = try assignment(["ann"], at: 9)
    let new = try assignment(["bob"], at: 1, superseding: [old.0])
    for list in [[old, new], [new, old], [new, new, old]] {
      #expect(fold(list)?.winnerID == new.0 && fold(list)?.isContended == false)
    }
  }

  @Test func twoThatHaveNotSeenEachOther() throws {
    let ann = try assignment(["ann"], at: 1)
    let bob = try assignment(["bob"], at: 2)
    #expect(fold([ann, bob])?.winnerID == bob.0 && fold([ann, bob])?.isContended == true)
    // The same seats are no contention, whoever wrote them and in which order.
    let one = try assignment(["ann", "bob"], at: 1)
    let other = try assignment(["bob", "ann"], at: 2)
    #expect(fold([one, other])?.isContended == false)
  }

  @Test func otherExperimentsAndDeletedOnesDoNotCount() throws {
    let here = try assignment(["ann"], at: 1)
    let there = try assignment(["bob"], at: 2) { $0.experiment = ContentID(hashing: [2]) }
    let anywhere = try assignment(["eve"], at: 3) { $0.experiment = nil }
    #expect(fold([here, there])?.winnerID == here.0)
    #expect(fold([here, anywhere])?.winnerID == anywhere.0)
    let target = ChangeTarget(kind: .assignment, id: anywhere.0.hex)
    let change = Change(target: target, key: "lifecycle", value: Change.deleted)
    let deleted = try (change.record().id, change)
    #expect(fold([here, anywhere], [deleted])?.winnerID == here.0)
  }
}
