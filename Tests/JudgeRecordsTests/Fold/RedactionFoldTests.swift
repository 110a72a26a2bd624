import JudgeRecords
import Testing

@Suite struct RedactionFoldTests {
  private let one = ContentID(hashing: [1])
  private let two = ContentID(hashing: [2])

  private func request(
    _ hashes: [ContentID], by source: String, vouched: Bool = true, purge: Bool? = nil
  ) throws -> RedactionFold.Request {
    var value = Redaction(hashes: hashes, reason: "why", source: .human(source))
    value.purge = purge
    return RedactionFold.Request(
      id: try value.record().id, value: value, isVouched: vouched, isOwners: source == "lead")
  }

  @Test func anOwnerHidesWhateverTheyName() throws {
    let fold = RedactionFold([try request([one, two], by: "lead")])
    #expect(fold.hidden == [one, two])
    #expect(fold.pending.isEmpty && fold.purged.isEmpty)
  }

  @Test func anAuthorHidesTheirOwnOnly() throws {
    let fold = RedactionFold(
      [try request([one, two], by: "ann", purge: true)],
      authors: [one: ["ann"], two: ["bob"]])
    #expect(fold.hidden == [one])
    #expect(fold.pending.map(\.hashes) == [[two]])
    #expect(fold.purged.isEmpty, "only an owner purges")
  }

  @Test func aForgedRequestHidesNothing() throws {
    let fold = RedactionFold(
      [try request([one], by: "lead", vouched: false)])
    #expect(fold.hidden.isEmpty)
    #expect(fold.pending.count == 1)
  }

  @Test func aConfirmationEndsTheWait() throws {
    let asked = try request([one], by: "eve")
    let confirmed = try request([one], by: "lead", purge: true)
    for order in [[asked, confirmed], [confirmed, asked]] {
      let fold = RedactionFold(order)
      #expect(fold.hidden == [one] && fold.purged == [one] && fold.pending.isEmpty)
    }
  }

  @Test func moreRequestsNeverShowAnything() throws {
    let base = try request([one], by: "lead")
    let others = [
      try request([one], by: "eve"), try request([one], by: "eve", vouched: false),
      try request([base.id], by: "lead"),
    ]
    #expect(RedactionFold([base] + others).hidden.contains(one))
  }
}
