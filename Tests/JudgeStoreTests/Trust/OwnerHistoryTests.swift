import JudgeRecords
import Testing

@testable import JudgeStore

@Suite struct OwnerHistoryTests {
  /// Commits: 0 Dana, 1 Dana names Eve, 2 Eve, 3 Dana on 0, 4 Eve on 0, 5 a merge of all.
  private var graph: CommitGraph {
    var graph = CommitGraph()
    for parents in [[], [0], [1], [0], [0], [2, 3, 4]] { graph.add(parents: parents) }
    return graph
  }
  private let authors: [Address] = ["dana", "dana", "eve", "dana", "eve", "bob"]

  private var history: OwnerHistory {
    var history = OwnerHistory(initial: ["dana"], graph: graph)
    history.add(
      OwnerHistory.Event(commit: 1, author: "dana", added: ["eve"], removed: ["dana"]))
    return history
  }

  @Test func ownersAreThoseAtTheCommit() {
    let standing = history.standing(of: authors, pinned: nil) { $0 }
    #expect(history.now == ["eve"])
    #expect(standing.was == [true, true, true, true, false, false])
    #expect(standing.acts == [true, true, true, false, false, false], "Dana beside the handover")
  }

  @Test func aPinDecidesAndTrustsWhomItCameFrom() {
    let eve = history.standing(of: authors, pinned: ["eve"]) { $0 }
    #expect(eve.acts == [true, true, true, false, false, false])
    let dana = history.standing(of: authors, pinned: ["dana"]) { $0 }
    #expect(dana.acts == [true, true, false, true, false, false], "Eve's list is not trusted yet")
    let bob = history.standing(of: authors, pinned: ["bob"]) { $0 }
    #expect(bob.acts == [false, false, false, false, false, true], "no owner named him")
    #expect(bob.was == bob.acts)
  }

  @Test func peopleActUnderAllAddresses() {
    let standing = history.standing(of: ["old", "dana", "eve", "x", "x", "x"], pinned: nil) {
      $0 == "old" ? "dana" : $0
    }
    #expect(standing.acts == [true, true, true, false, false, false])
  }

  @Test func theFirstSignedCommitsStandForWhatIsBefore() {
    var start = SigningStart()
    start.note(0, by: "dana", isSigned: false)
    start.note(1, by: "dana", isSigned: true)
    start.note(3, by: "dana", isSigned: false)
    start.note(4, by: "eve", isSigned: false)
    let standing = start.standing(graph)
    #expect(standing.covered == [0, 4])
    #expect(standing.unproved == [4], "Eve has signed nothing")
    start.note(5, by: "eve", isSigned: true)
    #expect(start.standing(graph).unproved.isEmpty && start.standing(graph).covered == [0, 4])
  }

  private func change(
    _ commit: Int, _ author: Address, _ list: Set<Address>, over parent: Set<Address> = []
  ) -> OwnerHistory.Change {
    OwnerHistory.Change(commit: commit, author: author, list: list, parent: parent)
  }

  @Test func aFormerOwnerNamesNobodyInThePast() {
    let handover = change(1, "dana", ["eve"])
    let past = change(3, "dana", ["dana", "mallory"])
    for changes in [[handover, past], [past, handover]] {
      let history = OwnerHistory(changes, initial: ["dana"], graph: graph)
      #expect(history.now == ["eve"] && history.refused == [3])
      let weak = OwnerHistory(changes, initial: ["dana"], graph: graph, trustsLate: true)
      #expect(weak.now == ["eve", "mallory"], "for what hides")
    }
    // An owner of today may go on from there.
    let kept = OwnerHistory(
      [change(1, "dana", ["dana", "eve"]), past], initial: ["dana"], graph: graph)
    #expect(kept.now == ["dana", "eve", "mallory"] && kept.refused.isEmpty)
  }

  /// Neither can those whom a former owner names in the past take anything from the others.
  @Test func whoIsNamedInThePastRemovesNobody() {
    // 0 Dana names Eve too, 1 Eve removes Dana, 2 Eve names Frank; beside: 3 Dana names Mallory,
    // 4 Mallory removes Eve.
    var graph = CommitGraph()
    for parents in [[], [0], [1], [0], [3], [2, 4]] { graph.add(parents: parents) }
    let changes = [
      OwnerHistory.Change(commit: 0, author: "dana", list: ["dana", "eve"], isRoot: true),
      change(1, "eve", ["eve"], over: ["dana", "eve"]),
      change(2, "eve", ["eve", "frank"], over: ["eve"]),
      change(3, "dana", ["dana", "eve", "mallory"], over: ["dana", "eve"]),
      change(4, "mallory", ["mallory"], over: ["dana", "eve", "mallory"]),
    ]
    let history = OwnerHistory(changes, initial: ["dana"], graph: graph)
    #expect(history.now == ["eve", "frank"])
    #expect(history.refused == [3, 4])
  }

  /// Lines that are in the file already, or missing from it already, are nobody's word again.
  @Test func aChangeIsOnlyWhatItsAuthorChanged() {
    // 0 Dana and Eve, 1 Mallory writes herself in and Eve out, 2 Dana adds Abe on that.
    var graph = CommitGraph()
    for parents in [[], [0], [1], [2]] { graph.add(parents: parents) }
    let root = OwnerHistory.Change(
      commit: 0, author: "dana", list: ["dana", "eve"], isRoot: true)
    let changes = [
      root, change(1, "mallory", ["dana", "mallory"], over: ["dana", "eve"]),
      change(2, "dana", ["abe", "dana", "mallory"], over: ["dana", "mallory"]),
    ]
    let history = OwnerHistory(changes, initial: ["dana"], graph: graph)
    #expect(history.now == ["abe", "dana", "eve"] && history.refused == [1])
    // Who takes her out and in again means it.
    let meant = OwnerHistory(
      [
        root, changes[1], change(2, "dana", ["dana", "eve"], over: ["dana", "mallory"]),
        change(3, "dana", ["dana", "mallory"], over: ["dana", "eve"]),
      ], initial: ["dana"], graph: graph)
    #expect(meant.now == ["dana", "mallory"])
  }

  @Test func ofTwoWhoRemoveEachOtherNeitherStays() {
    let changes = [change(1, "dana", ["eve"]), change(3, "dana", ["mallory"])]
    let history = OwnerHistory(changes, initial: ["dana"], graph: graph)
    #expect(history.now.isEmpty && history.refused == [1, 3])
    // Whoever pins Eve trusts still whom she has it from.
    #expect(history.predecessors(of: ["eve"]) == ["dana", "eve"])
  }

  @Test func anOtherAddressIsNoLossOfTheOwnership() {
    // 0 old, 1 old names new, 2 new acts, 3 new names Eve.
    var graph = CommitGraph()
    for parents in [[], [0], [1], [2], [3]] { graph.add(parents: parents) }
    let history = OwnerHistory(
      [change(1, "old", ["new"]), change(3, "new", ["eve"], over: ["new"])], initial: ["old"],
      graph: graph)
    let standing = history.standing(of: ["old", "old", "new", "new", "new"], pinned: nil) {
      $0 == "old" ? "new" : $0
    }
    #expect(standing.acts == [true, true, true, true, false])
  }

  @Test func addressesAreComparedByBytes() {
    let composed: Address = "ren\u{e9}@example.org"
    let decomposed: Address = "rene\u{301}@example.org"
    let standing = OwnerHistory(initial: [composed], graph: graph)
      .standing(of: [decomposed, composed, "x", "x", "x", "x"], pinned: nil) { $0 }
    #expect(standing.acts == [false, true, false, false, false, false])
  }
}
