import JudgeJSON
import JudgeRecords
import JudgeTestSupport
import Testing

/// Who labels what: the same everywhere, and hardly moved by who joins and leaves.
@Suite struct AssignmentSeatsTests {
  private static let traces = (0..<300).map { "tr-\($0)" }

  private static let fromPython = [["ann", "bob"], ["ann", "bob"], ["eve", "bob"]]

  private static func assignment(
    _ reviewers: [String], overlap: Int = 2, repeats: Double? = nil
  ) -> Assignment {
    var assignment = Assignment(
      name: "tone", batch: "june", reviewers: reviewers, overlap: overlap, traces: traces)
    assignment.repeats = repeats
    return assignment
  }

  private static func map(_ assignment: Assignment) -> [String: Set<String>] {
    Dictionary(
      AssignmentSeats(assignment).seats.map { ($0.traceID, Set($0.reviewers)) },
      uniquingKeysWith: { first, _ in first })
  }

  @Test func everyTraceHasItsOverlapAndTheLoadIsFair() {
    let seats = AssignmentSeats(Self.assignment(["ann", "bob", "eve", "joe"])).seats
    #expect(seats.allSatisfy { Set($0.reviewers).count == 2 })
    for reviewer in ["ann", "bob", "eve", "joe"] {
      let load = seats.count { $0.reviewers.contains(reviewer) }
      #expect((110...190).contains(load), "\(reviewer) has \(load) of 300")
    }
    // The order in which reviewers are named decides nothing.
    #expect(
      Self.map(Self.assignment(["ann", "bob", "eve"]))
        == Self.map(Self.assignment(["eve", "ann", "bob"])))
    #expect(AssignmentSeats(Self.assignment(["ann"], overlap: 2)).seats[0].reviewers == ["ann"])
  }

  @Test func theSameOnEveryMachine() {
    // SHA-256(trace ‖ 0x00 ‖ reviewer), computed with Python's hashlib: the two smallest have a seat.
    let one = Assignment(
      name: "n", batch: "b", reviewers: ["ann", "bob", "eve"], overlap: 2,
      traces: ["tr-1", "tr-2", "tr-3"])
    #expect(
      AssignmentSeats(one).seats.map(\.reviewers) == Self.fromPython)
  }

  @Test func aNewcomerTakesOnlyWhatTheyWin() {
    let before = Self.map(Self.assignment(["ann", "bob", "eve"]))
    let after = Self.map(Self.assignment(["ann", "bob", "eve", "joe"]))
    var moved = 0
    for trace in Self.traces {
      let (old, new) = (before[trace] ?? [], after[trace] ?? [])
      #expect(new.subtracting(old).isSubset(of: ["joe"]), "\(trace)")
      if old != new { moved += 1 }
    }
    #expect((110...190).contains(moved))
  }

  @Test func whoLeavesGivesUpOnlyTheirOwn() {
    let before = Self.map(Self.assignment(["ann", "bob", "eve"]))
    let after = Self.map(Self.assignment(["ann", "bob"]))
    for trace in Self.traces {
      #expect((before[trace] ?? []).subtracting(["eve"]).isSubset(of: after[trace] ?? []))
    }
  }

  @Test func aLabelNeverMoves() {
    for seed in PropertyRuns.seeds(40) {
      var random = SeededGenerator(seed: seed)
      let everybody = ["ann", "bob", "eve", "joe", "kim", "lea"]
      let old = Self.assignment(everybody.filter { _ in random.once(in: 2) } + ["zoe"], overlap: 1)
      var labelled = TextMap<[String]>()
      var given: [(String, String)] = []
      for seat in AssignmentSeats(old).seats where random.once(in: 3) {
        for reviewer in seat.reviewers {
          labelled[seat.traceID, default: []].append(reviewer)
          given.append((seat.traceID, reviewer))
        }
      }
      var new = Self.assignment(
        everybody.filter { _ in random.once(in: 2) } + ["zoe"],
        overlap: 1 + random.below(2))
      new.kept = AssignmentSeats.kept(new, labelled: labelled)
      let seats = Self.map(new)
      for (trace, reviewer) in given {
        #expect(seats[trace]?.contains(reviewer) == true, "seed \(seed): \(trace), \(reviewer)")
      }
      for trace in Self.traces {
        let count = seats[trace]?.count ?? 0
        #expect(
          count == min(new.overlap, new.reviewers.count)
            || count == labelled[trace]?.count ?? 0
            || count == new.overlap,
          "seed \(seed): \(trace) has \(count)")
      }
    }
  }

  @Test func keptSaysOnlyWhatHashingDoesNot() {
    let old = Self.assignment(["ann", "bob"], overlap: 1)
    var labelled = TextMap<[String]>()
    for seat in AssignmentSeats(old).seats { labelled[seat.traceID] = seat.reviewers }
    #expect(AssignmentSeats.kept(old, labelled: labelled).isEmpty)
    let kept = AssignmentSeats.kept(Self.assignment(["ann"], overlap: 1), labelled: labelled)
    #expect(kept.count == 1 && kept["bob"]?.arrayValue?.isEmpty == false)
  }

  @Test func repeatsAreAShareOfEachReviewersTraces() {
    let seats = AssignmentSeats(Self.assignment(["ann", "bob"], repeats: 0.2))
    for reviewer in ["ann", "bob"] {
      let count = Self.traces.count { seats.isRepeated($0, by: reviewer) }
      #expect((35...85).contains(count), "\(reviewer): \(count) of 300")
    }
    let none = AssignmentSeats(Self.assignment(["ann"]))
    #expect(!Self.traces.contains { none.isRepeated($0, by: "ann") })
    let all = AssignmentSeats(Self.assignment(["ann"], repeats: 1))
    #expect(Self.traces.allSatisfy { all.isRepeated($0, by: "ann") })
  }
}
