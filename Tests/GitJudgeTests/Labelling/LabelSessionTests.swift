import GitJudge
import JudgeJSON
import JudgeRecords
import JudgeTestSupport
import Testing

/// The state machine behind `git judge label`.
@Suite struct LabelSessionTests {
  private static func item(_ number: Int, again: Bool = false) -> LabelItem {
    LabelItem(traceID: "t\(number)", repeatIndex: again ? 1 : nil)
  }

  @Test func oneKeyALabel() {
    var sitting = Sitting.over(3)
    sitting.start()
    #expect(sitting.shown == "t1")
    sitting.type("1gb")
    // g is the rubric, so "good" has no letter; the rubric goes away with any key.
    #expect(sitting.stored.count == 1 && sitting.stored[Self.item(1)]?.value == "good")
    sitting.type("b2")
    #expect(sitting.stored[Self.item(2)]?.value == "bad")
    #expect(sitting.stored[Self.item(3)]?.value == "bad")
    #expect(sitting.session.mode == .done && sitting.session.left == 0)
    #expect(sitting.session.labelled == 3)
    sitting.type("q")
    #expect(sitting.hasEnded)
  }

  @Test func blindUntilTheLabelIsStored() {
    var sitting = Sitting.over(2)
    sitting.reveals = ["t1": Sitting.says("good"), "t2": Sitting.says("bad")]
    sitting.start()
    #expect(sitting.session.opinions == nil && sitting.session.revealed.isEmpty)
    sitting.type("1")
    // Who agrees goes on at once; what others said of the one before can be seen now.
    #expect(sitting.shown == "t2" && sitting.session.last == Self.item(1))
    #expect(sitting.session.opinions == nil)
    #expect(Set(sitting.session.revealed.keys) == [Self.item(1)])
  }

  @Test func aCardCarriesNothingThatAnybodySaid() {
    var trace = Trace(id: "t1", inputs: "in", outputs: "out")
    let record = ContentID(hashing: [1])
    trace.labels = [
      Label(
        id: "a-1", record: record,
        assessment: Assessment(
          traceID: "t1", name: "tone", source: .human("bob"), content: .feedback("bad")))
    ]
    trace.verdicts = [
      Feedback(
        name: "tone", value: "bad", rationale: nil,
        source: AssessmentSource(type: .llmJudge, id: "gpt"))
    ]
    trace.decisions = ["tone": "bad"]
    trace.tags = ["expected": "bad"]
    let card = LabelCard(item: LabelItem(traceID: "t1"), trace: trace)
    #expect(card.trace.labels.isEmpty && card.trace.verdicts.isEmpty)
    #expect(card.trace.decisions.isEmpty && card.trace.tags.isEmpty && card.opinions == nil)
    #expect(card.trace.inputs == "in")
  }

  @Test func whoDiffersFromTheJudgeIsAskedWhy() {
    var sitting = Sitting.over(2)
    sitting.reveals = ["t1": Sitting.says("bad")]
    sitting.start()
    sitting.type("1")
    #expect(sitting.shown == "t1" && sitting.session.mode == .typing(.why, ""))
    #expect(sitting.session.opinions?.opinions.count == 1)
    sitting.type("It is polite")
    #expect(sitting.drafts[Self.item(1)] == "It is polite")
    sitting.press(.enter)
    #expect(sitting.shown == "t2" && sitting.drafts.isEmpty)
    let answer = sitting.stored[Self.item(1)]
    #expect(answer?.value == "good" && answer?.rationale == "It is polite")
    #expect(answer?.isRationaleAfterReveal == true && answer?.isAfterReveal == false)
    // Another person's opinion is not a judge's, and a reason given before is enough.
    for (reveal, before) in [
      (Sitting.says("bad", isTheJudge: false), ""), (Sitting.says("bad"), "rWhy\n"),
    ] {
      var other = Sitting.over(2)
      other.reveals = ["t1": reveal]
      other.start()
      other.type(before + "1")
      #expect(other.shown == "t2")
    }
  }

  @Test func aChangeAfterTheRevealSaysSo() {
    var sitting = Sitting.over(2)
    sitting.reveals = ["t1": Sitting.says("bad")]
    sitting.start()
    sitting.type("1")
    sitting.press(.escape)
    sitting.type("2")
    #expect(sitting.stored[Self.item(1)]?.value == "bad")
    #expect(sitting.stored[Self.item(1)]?.isAfterReveal == true)
    #expect(sitting.shown == "t2" && sitting.session.labelled == 1)
    // Taking both back does not make anybody blind again.
    sitting.type("uu")
    #expect(sitting.shown == "t1" && sitting.stored[Self.item(1)] == nil)
    sitting.type("1")
    #expect(sitting.stored[Self.item(1)]?.isAfterReveal == true)
  }

  @Test func aRevealOfAnEarlierSessionCountsToo() {
    var session = Sitting.over(1).session
    _ = session.start()
    let trace = Trace(id: "t1", inputs: "", outputs: "")
    _ = session.handle(
      .loaded(LabelCard(item: Self.item(1), trace: trace, wasRevealed: true)), at: 0)
    guard case .store(let answer)? = session.press(.character("1")).first else {
      Issue.record("nothing is stored")
      return
    }
    #expect(answer.isAfterReveal)
  }

  @Test func undoOfAnyDepth() {
    var sitting = Sitting.over(4)
    sitting.start()
    sitting.type("1")
    sitting.type("rbecause\n2")
    sitting.type("slater\n")
    sitting.type("fodd\n")
    #expect(sitting.shown == "t4" && sitting.flags == ["t4": "odd"])
    #expect(sitting.session.flagged == 1)
    sitting.type("u")
    #expect(sitting.flags.isEmpty && sitting.shown == "t4")
    sitting.press(.undo)
    #expect(sitting.skips.isEmpty && sitting.shown == "t3")
    sitting.type("u")
    #expect(sitting.shown == "t2" && sitting.stored[Self.item(2)] == nil)
    // The reason is not lost with its label.
    #expect(sitting.session.drafts[Self.item(2)] == "because")
    sitting.type("u")
    #expect(sitting.shown == "t1" && sitting.stored.isEmpty && sitting.session.labelled == 0)
    sitting.type("u")
    #expect(sitting.session.message == "nothing to undo in this session")
    #expect(sitting.session.undone == 4)
    sitting.type("1")
    #expect(sitting.shown == "t2")
    sitting.type("1")
    #expect(sitting.stored[Self.item(2)]?.rationale == "because")
  }

  @Test func undoFromTheEnd() {
    var sitting = Sitting.over(1)
    sitting.start()
    sitting.type("1")
    #expect(sitting.session.mode == .done)
    sitting.type("u")
    #expect(sitting.shown == "t1" && sitting.session.mode == .answering)
  }

  @Test func backAndForth() {
    var sitting = Sitting.over(3)
    sitting.start()
    sitting.type("j")
    #expect(sitting.shown == "t2")
    sitting.type("1")
    #expect(sitting.shown == "t3")
    sitting.type("k")
    #expect(sitting.shown == "t2" && sitting.session.given[Self.item(2)]?.value == "good")
    sitting.type("2")
    #expect(sitting.stored[Self.item(2)]?.value == "bad" && sitting.shown == "t3")
    #expect(sitting.stored[Self.item(2)]?.isAfterReveal == false)
    sitting.type("1")
    // What was passed over comes again at the end.
    #expect(sitting.shown == "t1")
    sitting.type("k")
    #expect(sitting.session.message == "this is the first")
  }

  @Test func aRepeatComesOnlyAfterItsFirstLabel() {
    var sitting = Sitting.over(2, repeats: [1, 2])
    sitting.start()
    sitting.type("1")
    sitting.type("s\n")
    #expect(sitting.shown == "t1" && sitting.session.current?.repeatIndex == 1)
    // The reviewer is blind to their own first label.
    #expect(sitting.session.given[Self.item(1, again: true)] == nil)
    sitting.type("2")
    #expect(sitting.session.mode == .done)
    #expect(sitting.stored[Self.item(1)]?.value == "good")
    #expect(sitting.stored[Self.item(1, again: true)]?.value == "bad")
  }

  @Test func aSearchNarrowsTheQueue() {
    var sitting = Sitting.over(4)
    sitting.texts = ["refund": ["t3", "t4"], "old": ["t9"]]
    sitting.start()
    sitting.type("/refund\n")
    #expect(sitting.shown == "t3")
    sitting.type("1")
    #expect(sitting.shown == "t4")
    sitting.type("k")
    #expect(sitting.shown == "t3")
    sitting.type("j1")
    // Nothing else matches: the rest comes again.
    #expect(sitting.shown == "t1" && sitting.session.filter == nil)
    sitting.type("/old\n")
    #expect(sitting.shown == "t1" && sitting.session.message?.contains("nothing") == true)
    sitting.type("/\n")
    #expect(sitting.session.filter == nil)
  }

  @Test func numbersAndTextsAreTyped() {
    var whole = JudgeBody(name: "tone", instructions: "", valueType: .int)
    var sitting = Sitting.over(2, body: whole)
    sitting.start()
    sitting.type("12\n")
    #expect(sitting.stored[Self.item(1)]?.value == 12)
    sitting.type("3x\n")
    #expect(sitting.session.message?.contains("whole number") == true && sitting.shown == "t2")
    sitting.press(.backspace)
    sitting.type("\n")
    #expect(sitting.stored[Self.item(2)]?.value == 3)
    whole.valueType = .string
    sitting = Sitting.over(1, body: whole)
    sitting.start()
    sitting.type("\nsix u\n")
    #expect(sitting.stored[Self.item(1)]?.value == "six u")
    whole.valueType = .bool
    sitting = Sitting.over(2, body: whole)
    sitting.start()
    sitting.type("yn")
    #expect(sitting.stored[Self.item(1)]?.value == true)
    #expect(sitting.stored[Self.item(2)]?.value == false)
  }

  @Test func whatFailsChangesNothing() {
    var sitting = Sitting.over(2)
    sitting.start()
    sitting.isBroken = true
    sitting.type("1")
    #expect(sitting.shown == "t1" && sitting.session.labelled == 0)
    #expect(sitting.session.message == "the disk is full")
    sitting.type("s\nfodd\nu")
    #expect(sitting.session.skipped.isEmpty && sitting.session.flags.isEmpty)
    sitting.isBroken = false
    sitting.type("1")
    #expect(sitting.shown == "t2" && sitting.session.labelled == 1)
  }

  @Test func whatVanishedIsPassedOver() {
    var sitting = Sitting.over(3)
    sitting.missing = ["t1", "t3"]
    sitting.start()
    #expect(sitting.shown == "t2")
    sitting.type("1")
    #expect(sitting.session.mode == .done)
  }

  @Test func textsThatWereBeingTypedComeBack() {
    var sitting = Sitting.over(2)
    sitting.start()
    sitting.type("rhalf a rea")
    let drafts = sitting.drafts
    #expect(drafts[Self.item(1)] == "half a rea")
    sitting = Sitting(
      LabelSession(
        question: LabelQuestion(name: "tone", body: Sitting.judge),
        items: [Self.item(1), Self.item(2)], drafts: drafts))
    sitting.start()
    sitting.type("r")
    #expect(sitting.session.mode == .typing(.rationale, "half a rea"))
    sitting.type("son\n1")
    #expect(sitting.stored[Self.item(1)]?.rationale == "half a reason")
  }

  @Test func aReasonForAStoredLabelComesBackFirst() {
    let given = LabelSession.Given(assessmentID: "a-9", value: "good", rationale: nil)
    var sitting = Sitting(
      LabelSession(
        question: LabelQuestion(name: "tone", body: Sitting.judge),
        items: [Self.item(1)], labelledBefore: ["t2"], unfinished: [Self.item(2): given],
        drafts: [Self.item(2): "It is"]))
    sitting.start()
    #expect(sitting.shown == "t2" && sitting.session.mode == .typing(.why, "It is"))
    #expect(sitting.session.labelled == 0)
    sitting.type(" so\n")
    #expect(sitting.stored[Self.item(2)]?.rationale == "It is so" && sitting.shown == "t1")
  }

  @Test func theOwnPaceSaysWhatIsLeft() {
    var sitting = Sitting.over(4)
    sitting.start()
    for seconds in [10.0, 4000, 20] {
      sitting.clock += seconds
      sitting.type("1")
    }
    // Who was away for an hour is not slow: two labels of about 11 and 21 s.
    let pace = sitting.session.pace ?? 0
    #expect((15...17).contains(pace), "\(pace)")
    #expect(sitting.session.secondsLeft == pace)
  }

  @Test func randomTypingKeepsTheBooks() {
    let keys: [LabelSession.Key] =
      "12sfurjkg?/vqx".map { .character($0) }
      + [.enter, .escape, .backspace, .undo, .down, .pageUp, .eraseLine, .paste("a\nb")]
    for seed in PropertyRuns.seeds(60) {
      var random = SeededGenerator(seed: seed)
      var sitting = Sitting.over(5, repeats: [1, 2])
      sitting.reveals = ["t1": Sitting.says("bad"), "t3": Sitting.says("good")]
      sitting.start()
      for _ in 0..<200 {
        sitting.press(keys[random.below(keys.count)])
        let session = sitting.session
        #expect(
          session.given.mapValues(\.value) == sitting.stored.mapValues(\.value), "seed \(seed)")
        #expect(session.flags == sitting.flags, "seed \(seed)")
        #expect(
          Set(session.skipped.map(\.traceID)).isSubset(of: sitting.skips.keys), "seed \(seed)")
        #expect(session.labelled == sitting.stored.count, "seed \(seed)")
        let first = Set(sitting.stored.keys.filter { $0.repeatIndex == nil }.map(\.traceID))
        let open = session.items.count { item in
          sitting.stored[item] == nil && !session.skipped.contains(item)
            && (item.repeatIndex == nil || first.contains(item.traceID))
        }
        #expect(session.left == open, "seed \(seed)")
        if case .done = session.mode { #expect(session.left == 0, "seed \(seed)") }
        for (columns, rows) in [(80, 24), (20, 8)] {
          let screen = LabelScreen(session, columns: columns, rows: rows)
          #expect(screen.lines.count == rows, "seed \(seed)")
        }
      }
      for _ in 0..<400 where !sitting.stored.isEmpty || !sitting.flags.isEmpty {
        sitting.press(.escape, .escape, .undo)
      }
      #expect(sitting.stored.isEmpty && sitting.flags.isEmpty, "seed \(seed): undone to the start")
    }
  }
}
