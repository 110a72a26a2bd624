import JudgeReview
import Testing

/// The queue of a reviewer.
@Suite struct LabelQueueTests {
  private static let duties = (0..<50).map { LabelQueue.Duty(traceID: "t\($0)") }

  private static func ids(_ queue: LabelQueue) -> [String] { queue.items.map(\.traceID) }

  @Test func eachReviewerHasAnOrderOfTheirOwnThatStays() {
    let ann = LabelQueue(Self.duties, facts: .init(), reviewer: "ann")
    let again = LabelQueue(Self.duties.reversed(), facts: .init(), reviewer: "ann")
    let bob = LabelQueue(Self.duties, facts: .init(), reviewer: "bob")
    #expect(ann.items == again.items && ann.items != bob.items)
    #expect(Set(Self.ids(ann)) == Set(Self.duties.map(\.traceID)))
    // Going on later is the rest of the same order.
    var facts = LabelQueue.Facts()
    facts.labelled = Set(Self.ids(ann).prefix(20))
    let rest = LabelQueue(Self.duties, facts: facts, reviewer: "ann")
    #expect(rest.items == Array(ann.items.dropFirst(20)))
  }

  @Test func anOlderLabelIsAskedForAgainOnlyIfItIsHandedOut() {
    var facts = LabelQueue.Facts()
    facts.labelled = ["t1", "t2"]
    var duties = Self.duties
    duties[1] = LabelQueue.Duty(traceID: "t1", isAgain: true)
    let ids = Self.ids(LabelQueue(duties, facts: facts, reviewer: "ann"))
    #expect(ids.contains("t1") && !ids.contains("t2") && ids.count == 49)
    facts.skipped = ["t1"]
    #expect(!Self.ids(LabelQueue(duties, facts: facts, reviewer: "ann")).contains("t1"))
  }

  @Test func whatIsSkippedWaitsUntilAskedFor() {
    var facts = LabelQueue.Facts()
    facts.skipped = ["t3", "t4"]
    facts.labelled = ["t4"]
    let without = LabelQueue(Self.duties, facts: facts, reviewer: "ann")
    #expect(without.items.count == 48 && !Self.ids(without).contains("t3"))
    let with = LabelQueue(Self.duties, facts: facts, reviewer: "ann", withSkipped: true)
    #expect(with.items.count == 49 && Self.ids(with).last == "t3")
  }

  @Test func whereOpinionsDifferComesFirst() {
    var facts = LabelQueue.Facts()
    facts.opinions = [
      "t1": ["good", "bad"], "t2": ["good", "good"], "t3": ["good", "good", "bad"],
      "t4": ["good", "bad", "poor"],
    ]
    let queue = LabelQueue(Self.duties, facts: facts, reviewer: "ann", order: .uncertain)
    #expect(Array(Self.ids(queue).prefix(3)) == ["t4", "t1", "t3"])
    let calm = LabelQueue(Self.duties, facts: .init(), reviewer: "ann")
    let others = Self.ids(calm).filter { !["t1", "t3", "t4"].contains($0) }
    #expect(Array(Self.ids(queue).dropFirst(3)) == others)
  }

  @Test func secondLabelsComeLast() {
    let duties = ["a", "b", "c"].map { LabelQueue.Duty(traceID: $0, isRepeated: $0 != "c") }
    var facts = LabelQueue.Facts()
    facts.labelled = ["a"]
    let queue = LabelQueue(duties, facts: facts, reviewer: "ann")
    #expect(queue.items.map(\.repeatIndex) == [nil, nil, 1, 1])
    facts.repeated = ["a"]
    facts.skipped = ["b"]
    #expect(Self.ids(LabelQueue(duties, facts: facts, reviewer: "ann")) == ["c"])
  }
}
