import JudgeJSON
import JudgeRecords
import JudgeReview
import JudgeTestSupport
import ReviewTestSupport
import Testing

extension Sitting where Session == LabelSession {
  fileprivate init(_ session: LabelSession) {
    self.init(session) { session, event, seconds in session.handle(event, at: seconds) }
  }

  /// A session over `t1`, `t2`, … that has begun.
  fileprivate static func over(
    _ count: Int, repeats: [Int] = [], _ prepare: (inout Sitting) -> Void = { _ in }
  ) -> Sitting {
    var sitting = Sitting(LabelSession.over(count, repeats: repeats))
    prepare(&sitting)
    sitting.start()
    return sitting
  }

  fileprivate var shown: String? { session.current?.traceID }

  fileprivate mutating func start() { run(session.start()) }

  fileprivate mutating func perform(_ commands: LabelSession.Command...) {
    for command in commands { run(session.perform(command)) }
  }

  fileprivate mutating func answer(_ values: JSONValue...) {
    for value in values { perform(.answer(value, rationale: nil)) }
  }
}

/// The state machine behind every labelling session.
@Suite struct LabelSessionTests {
  private typealias Sitting = ReviewTestSupport.Sitting<LabelSession>

  private static func item(_ number: Int, again: Bool = false) -> LabelItem {
    LabelItem(traceID: "t\(number)", repeatIndex: again ? 1 : nil)
  }

  @Test func everyLabelIsStoredAtOnce() {
    var sitting = Sitting.over(3)
    #expect(sitting.shown == "t1" && sitting.session.stage == .answering)
    sitting.answer("good")
    #expect(sitting.stored[Self.item(1)]?.value == "good" && sitting.shown == "t2")
    #expect(sitting.session.last == Self.item(1) && sitting.session.left == 2)
    sitting.perform(.answer("bad", rationale: "rude"), .answer("bad", rationale: ""))
    #expect(sitting.stored[Self.item(2)]?.rationale == "rude")
    #expect(sitting.stored[Self.item(3)]?.rationale == nil)
    #expect(sitting.session.stage == .done && sitting.session.left == 0)
    #expect(sitting.session.labelled == 3)
    sitting.answer("good")
    #expect(sitting.session.notice == .noTrace && sitting.stored.count == 3)
    sitting.perform(.quit)
    #expect(sitting.desk.hasEnded)
  }

  @Test func withoutTracesASessionIsDone() {
    var session = LabelSession(question: LabelQuestion(name: "tone", body: nil), items: [])
    #expect(session.start().isEmpty && session.stage == .done && session.current == nil)
    for command in [LabelSession.Command.skip(""), .flag(""), .rationale("x"), .draft("x")] {
      #expect(session.perform(command).isEmpty)
    }
    #expect(session.drafts.isEmpty)
  }

  @Test func blindUntilTheLabelIsStored() {
    var sitting = Sitting.over(2) { $0.reveals = ["t1": .says("good"), "t2": .says("bad")] }
    #expect(sitting.session.opinions == nil && sitting.session.revealed.isEmpty)
    sitting.answer("good")
    // A reviewer who agrees goes on at once, and can see the opinions on the trace before.
    #expect(sitting.shown == "t2" && sitting.session.last == Self.item(1))
    #expect(sitting.session.opinions == nil)
    #expect(Set(sitting.session.revealed.keys) == [Self.item(1)])
  }

  @Test func withoutARevealNothingIsKept() {
    var setup = LabelSession.Setup()
    setup.reveals = false
    var sitting = Sitting(LabelSession.over(2, setup: setup))
    sitting.reveals = ["t1": .says("bad")]
    sitting.start()
    sitting.answer("good")
    #expect(sitting.shown == "t2" && sitting.session.revealed.isEmpty)
  }

  @Test func aLabelThatDiffersFromTheJudgeNeedsAReason() {
    var sitting = Sitting.over(2) { $0.reveals = ["t1": .says("bad")] }
    sitting.answer("good")
    #expect(sitting.shown == "t1" && sitting.session.stage == .explaining)
    #expect(sitting.session.opinions?.opinions.count == 1)
    sitting.perform(.draft("It is pol"))
    #expect(sitting.session.stage == .explaining)
    #expect(sitting.drafts[Self.item(1)] == "It is pol")
    sitting.perform(.rationale("It is polite"))
    #expect(sitting.shown == "t2" && sitting.drafts.isEmpty)
    let answer = sitting.stored[Self.item(1)]
    #expect(answer?.value == "good" && answer?.rationale == "It is polite")
    #expect(answer?.isRationaleAfterReveal == true && answer?.isAfterReveal == false)
  }

  @Test func aReasonIsNotAskedForTwiceNorForPeople() {
    var people = Sitting.over(2) { $0.reveals = ["t1": .says("bad", isTheJudge: false)] }
    people.answer("good")
    #expect(people.shown == "t2")
    var before = Sitting.over(2) { $0.reveals = ["t1": .says("bad")] }
    before.perform(.rationale("Why"))
    #expect(before.session.notice == .reasonKept)
    before.answer("good")
    #expect(before.shown == "t2" && before.stored[Self.item(1)]?.rationale == "Why")
  }

  @Test func aReasonMayBeRefusedOrPostponed() {
    var sitting = Sitting.over(3) { $0.reveals = ["t1": .says("bad"), "t2": .says("bad")] }
    sitting.answer("good")
    sitting.perform(.draft("so"), .advance)
    #expect(sitting.shown == "t2" && sitting.drafts.isEmpty)
    #expect(sitting.stored[Self.item(1)]?.rationale == nil)
    sitting.answer("good")
    sitting.perform(.draft("so"), .postpone)
    #expect(sitting.shown == "t2" && sitting.session.stage == .answering)
    sitting.perform(.advance)
    // A reason that is postponed is asked for again when its trace is shown.
    #expect(sitting.shown == "t3" && sitting.drafts[Self.item(2)] == "so")
    sitting.perform(.previous)
    #expect(sitting.shown == "t2" && sitting.session.stage == .explaining)
  }

  @Test func aChangeAfterTheRevealIsMarked() {
    var sitting = Sitting.over(2) { $0.reveals = ["t1": .says("bad")] }
    sitting.answer("good", "bad")
    #expect(sitting.stored[Self.item(1)]?.value == "bad")
    #expect(sitting.stored[Self.item(1)]?.isAfterReveal == true)
    #expect(sitting.shown == "t2" && sitting.session.labelled == 1)
    // A reviewer who takes both back is not blind again.
    sitting.perform(.undo, .undo)
    #expect(sitting.shown == "t1" && sitting.stored[Self.item(1)] == nil)
    sitting.answer("good")
    #expect(sitting.stored[Self.item(1)]?.isAfterReveal == true)
  }

  @Test func aRevealOfAnEarlierSessionCountsToo() {
    var session = LabelSession.over(1)
    _ = session.start()
    let trace = Trace(id: "t1", inputs: "", outputs: "")
    _ = session.handle(
      .loaded(LabelCard(item: Self.item(1), trace: trace, wasRevealed: true)), at: 0)
    guard case .store(let answer)? = session.perform(.answer("good", rationale: nil)).first else {
      Issue.record("nothing is stored")
      return
    }
    #expect(answer.isAfterReveal && session.isWaiting)
    #expect(session.perform(.quit).isEmpty, "a command waits for the label before it")
  }

  @Test func undoOfAnyDepth() {
    var sitting = Sitting.over(4)
    sitting.answer("good")
    sitting.perform(.answer("bad", rationale: "because"), .skip("later"), .flag("odd"))
    #expect(sitting.shown == "t4" && sitting.flags == ["t4": "odd"])
    #expect(sitting.session.flagged == 1 && sitting.session.notice == .flagged)
    sitting.perform(.undo)
    #expect(sitting.flags.isEmpty && sitting.session.notice == .flagRemoved)
    sitting.perform(.undo)
    #expect(sitting.skips.isEmpty && sitting.shown == "t3")
    #expect(sitting.session.notice == .skipUndone)
    sitting.perform(.undo)
    #expect(sitting.shown == "t2" && sitting.stored[Self.item(2)] == nil)
    // The reason is not lost with its label.
    #expect(sitting.session.notice == .takenBack(keepsReason: true))
    #expect(sitting.drafts[Self.item(2)] == "because")
    sitting.perform(.undo)
    #expect(sitting.shown == "t1" && sitting.stored.isEmpty && sitting.session.labelled == 0)
    sitting.perform(.undo)
    #expect(sitting.session.notice == .nothingToUndo && sitting.session.undone == 4)
    sitting.answer("good", "good")
    #expect(sitting.stored[Self.item(2)]?.rationale == "because")
  }

  @Test func undoFromTheEndAndOfAChange() {
    var sitting = Sitting.over(1)
    sitting.answer("good")
    #expect(sitting.session.stage == .done)
    sitting.perform(.previous)
    sitting.answer("bad")
    sitting.perform(.undo)
    #expect(sitting.session.notice == .earlierLabelRestored)
    #expect(sitting.stored[Self.item(1)]?.value == "good" && sitting.shown == "t1")
    sitting.perform(.undo)
    #expect(sitting.stored.isEmpty && sitting.session.stage == .answering)
  }

  @Test func aFlagIsRemovedByFlaggingAgain() {
    var sitting = Sitting.over(1)
    sitting.perform(.flag("odd"), .flag("very odd"))
    #expect(sitting.flags == ["t1": "very odd"] && sitting.session.flagged == 1)
    sitting.perform(.flag(""))
    #expect(sitting.flags.isEmpty && sitting.session.flagged == 0)
    sitting.perform(.undo)
    #expect(sitting.flags == ["t1": "very odd"] && sitting.session.notice == .flagRestored)
  }

  @Test func backAndForth() {
    var sitting = Sitting.over(3)
    sitting.perform(.next)
    #expect(sitting.shown == "t2")
    sitting.answer("good")
    sitting.perform(.previous)
    #expect(sitting.shown == "t2" && sitting.session.given[Self.item(2)]?.value == "good")
    sitting.perform(.skip(""))
    #expect(sitting.session.notice == .alreadyLabelled && sitting.skips.isEmpty)
    sitting.answer("bad")
    #expect(sitting.stored[Self.item(2)]?.value == "bad" && sitting.shown == "t3")
    #expect(sitting.stored[Self.item(2)]?.isAfterReveal == false)
    sitting.perform(.next)
    #expect(sitting.session.notice == .isLast && sitting.shown == "t3")
    sitting.answer("good")
    // A trace without a label comes again at the end.
    #expect(sitting.shown == "t1")
    sitting.perform(.previous)
    #expect(sitting.session.notice == .isFirst)
  }

  @Test func theSameAnswerIsNotStoredTwice() {
    var sitting = Sitting.over(2)
    sitting.perform(.answer("good", rationale: "so"), .previous)
    sitting.answer("good")
    #expect(sitting.shown == "t2")
    #expect(sitting.effects.count { if case .store = $0 { true } else { false } } == 1)
    // The reason for one value is not a reason for another.
    sitting.perform(.previous)
    sitting.answer("bad")
    #expect(sitting.stored[Self.item(1)]?.rationale == nil)
  }

  @Test func aReasonThatIsNotStoredStaysAsADraft() {
    var sitting = Sitting.over(2)
    sitting.perform(.answer("good", rationale: "so"), .previous, .rationale("so"))
    // Nothing is new, so nothing is left to store.
    #expect(sitting.shown == "t2" && sitting.drafts.isEmpty && sitting.session.drafts.isEmpty)
    sitting.perform(.previous)
    sitting.isBroken = true
    sitting.perform(.rationale("because"))
    #expect(sitting.drafts[Self.item(1)] == "because" && sitting.session.drafts == sitting.drafts)
    #expect(sitting.stored[Self.item(1)]?.rationale == "so")
  }

  @Test func aRepeatComesOnlyAfterItsFirstLabel() {
    var sitting = Sitting.over(2, repeats: [1, 2])
    #expect(sitting.session.left == 2)
    sitting.answer("good")
    #expect(sitting.session.left == 2)
    sitting.perform(.skip(""))
    #expect(sitting.shown == "t1" && sitting.session.current?.repeatIndex == 1)
    // The reviewer is blind to their own first label.
    #expect(sitting.session.given[Self.item(1, again: true)] == nil)
    sitting.answer("bad")
    #expect(sitting.session.stage == .done)
    #expect(sitting.stored[Self.item(1)]?.value == "good")
    #expect(sitting.stored[Self.item(1, again: true)]?.value == "bad")
  }

  @Test func aSearchLimitsTheQueue() {
    var sitting = Sitting.over(4) { $0.texts = ["refund": ["t3", "t4"], "old": ["t9"]] }
    sitting.perform(.search("refund"))
    #expect(sitting.shown == "t3" && sitting.session.notice == .matches(2))
    sitting.perform(.previous)
    #expect(sitting.session.notice == .isFirst && sitting.shown == "t3")
    sitting.answer("good", "good")
    // Nothing else matches: the other traces come again.
    #expect(sitting.shown == "t1" && sitting.session.filter == nil)
    #expect(sitting.session.notice == .searchExhausted)
    sitting.perform(.search("old"))
    #expect(sitting.shown == "t1" && sitting.session.notice == .noMatch)
    sitting.perform(.search(""))
    #expect(sitting.session.filter == nil && sitting.session.notice == .searchEnded)
  }

  @Test func aFailureChangesNothing() {
    var sitting = Sitting.over(2)
    sitting.isBroken = true
    sitting.answer("good")
    #expect(sitting.shown == "t1" && sitting.session.labelled == 0)
    #expect(sitting.session.notice == .failed("the disk is full"))
    sitting.perform(.skip(""), .flag("odd"), .undo)
    #expect(sitting.session.skipped.isEmpty && sitting.session.flags.isEmpty)
    sitting.isBroken = false
    sitting.session.clearNotice()
    #expect(sitting.session.notice == nil)
    sitting.answer("good")
    #expect(sitting.shown == "t2" && sitting.session.labelled == 1)
  }

  @Test func aTraceThatHasVanishedIsLeftOut() {
    var sitting = Sitting.over(3) { $0.missing = ["t1", "t3"] }
    #expect(sitting.shown == "t2" && sitting.session.notice == .missing(traceID: "t1"))
    sitting.answer("good")
    #expect(sitting.session.stage == .done && sitting.session.items == [Self.item(2)])
  }

  @Test func draftsOfAnEarlierSessionAreUsed() {
    var sitting = Sitting(
      LabelSession(
        question: LabelQuestion(name: "tone", body: .tone),
        items: [Self.item(1), Self.item(2)], drafts: [Self.item(1): "half a reason"]))
    sitting.start()
    #expect(sitting.session.stage == .answering)
    sitting.answer("good")
    #expect(sitting.stored[Self.item(1)]?.rationale == "half a reason")
    #expect(sitting.session.drafts.isEmpty)
    sitting.perform(.draft("x"), .rationale(""))
    #expect(sitting.session.notice == .reasonRemoved && sitting.session.drafts.isEmpty)
  }

  @Test(arguments: [LabelSession.Command.rationale("It is so"), .advance])
  func anUnfinishedReasonComesFirst(_ command: LabelSession.Command) {
    let given = LabelSession.Given(assessmentID: "a-9", value: "good", rationale: nil)
    var sitting = Sitting(
      LabelSession(
        question: LabelQuestion(name: "tone", body: .tone),
        items: [Self.item(1)], labelledBefore: ["t2"], unfinished: [Self.item(2): given],
        drafts: [Self.item(2): "It is"]))
    sitting.drafts = sitting.session.drafts
    sitting.start()
    #expect(sitting.shown == "t2" && sitting.session.stage == .explaining)
    #expect(sitting.session.labelled == 0)
    sitting.perform(command)
    #expect(sitting.shown == "t1" && sitting.drafts.isEmpty && sitting.session.drafts.isEmpty)
    let rationale = command == .advance ? nil : "It is so"
    #expect(sitting.stored[Self.item(2)]?.rationale == rationale)
  }

  @Test func thePaceIsTheMedian() {
    var sitting = Sitting.over(4)
    #expect(sitting.session.pace == nil && sitting.session.secondsLeft == nil)
    for seconds in [10.0, 4000, 20] {
      sitting.clock += seconds
      sitting.answer("good")
    }
    // An hour away does not count: two labels of about 11 and 21 s.
    let pace = sitting.session.pace ?? 0
    #expect((15...17).contains(pace), "\(pace)")
    #expect(sitting.session.secondsLeft == pace)
  }

  @Test func anySequenceOfCommandsAgreesWithTheStore() {
    let commands: [LabelSession.Command] = [
      .answer("good", rationale: nil), .answer("bad", rationale: "so"), .rationale("because"),
      .rationale(""), .draft("be"), .skip(""), .flag("odd"), .flag(""), .undo, .undo, .next,
      .previous, .advance, .postpone, .search("a"), .search("b"), .search(""),
    ]
    for seed in PropertyRuns.seeds(60) {
      var random = SeededGenerator(seed: seed)
      var sitting = Sitting.over(5, repeats: [1, 2]) {
        $0.reveals = ["t1": .says("bad"), "t3": .says("good")]
        $0.texts = ["a": ["t1", "t2"], "b": ["t4"]]
      }
      for _ in 0..<200 {
        sitting.perform(commands[random.below(commands.count)])
        let session = sitting.session
        #expect(
          session.given.mapValues(\.value) == sitting.stored.mapValues(\.value), "seed \(seed)")
        #expect(
          session.given.mapValues(\.rationale) == sitting.stored.mapValues(\.rationale),
          "seed \(seed)")
        #expect(session.flags == sitting.flags && session.drafts == sitting.drafts, "seed \(seed)")
        let first = Set(sitting.stored.keys.filter { $0.repeatIndex == nil }.map(\.traceID))
        let open = session.items.count { item in
          sitting.stored[item] == nil && !session.skipped.contains(item)
            && (item.repeatIndex == nil || first.contains(item.traceID))
        }
        #expect(session.left == open && !session.isWaiting, "seed \(seed)")
        if session.stage == .done { #expect(session.left == 0, "seed \(seed)") }
      }
      for _ in 0..<400 { sitting.perform(.undo) }
      #expect(sitting.stored.isEmpty && sitting.flags.isEmpty, "seed \(seed): undone to the start")
    }
  }
}
