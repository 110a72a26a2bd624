import JudgeJSON
import JudgeRecords
import JudgeReview
import JudgeTestSupport
import ReviewTestSupport
import Testing

@testable import git_judge

/// Keys in a labelling session.
@Suite struct TerminalSessionTests {
  private static func item(_ number: Int, again: Bool = false) -> LabelItem {
    LabelItem(traceID: "t\(number)", repeatIndex: again ? 1 : nil)
  }

  @Test func oneKeyPerLabel() {
    var sitting = Sitting<TerminalSession>.over(3)
    sitting.start()
    #expect(sitting.shown == "t1")
    sitting.type("1gb")
    // g is the rubric, so "good" has no letter; the rubric goes away with any key.
    #expect(sitting.stored.count == 1 && sitting.stored[Self.item(1)]?.value == "good")
    sitting.type("b2")
    #expect(sitting.stored[Self.item(2)]?.value == "bad")
    #expect(sitting.stored[Self.item(3)]?.value == "bad")
    #expect(sitting.session.mode == .done && sitting.labels.left == 0)
    #expect(sitting.labels.labelled == 3)
    sitting.type("q")
    #expect(sitting.hasEnded)
  }

  @Test func aLabelThatDiffersFromTheJudgeOpensAPrompt() {
    var sitting = Sitting<TerminalSession>.over(2)
    sitting.reveals = ["t1": LabelReveal.says("bad")]
    sitting.start()
    sitting.type("1")
    #expect(sitting.shown == "t1" && sitting.session.mode == .typing(.why, ""))
    #expect(sitting.labels.opinions?.opinions.count == 1)
    sitting.type("It is polite")
    #expect(sitting.drafts[Self.item(1)] == "It is polite")
    sitting.press(.enter)
    #expect(sitting.shown == "t2" && sitting.drafts.isEmpty)
    let answer = sitting.stored[Self.item(1)]
    #expect(answer?.value == "good" && answer?.rationale == "It is polite")
    #expect(answer?.isRationaleAfterReveal == true && answer?.isAfterReveal == false)
    // Another person's opinion is not a judge's, and a reason given before is enough.
    for (reveal, before) in [
      (LabelReveal.says("bad", isTheJudge: false), ""), (LabelReveal.says("bad"), "rWhy\n"),
    ] {
      var other = Sitting<TerminalSession>.over(2)
      other.reveals = ["t1": reveal]
      other.start()
      other.type(before + "1")
      #expect(other.shown == "t2")
    }
  }

  @Test func escapeLeavesTheQuestionForAReasonOpen() {
    var sitting = Sitting<TerminalSession>.over(2)
    sitting.reveals = ["t1": LabelReveal.says("bad")]
    sitting.start()
    sitting.type("1so")
    sitting.press(.escape)
    #expect(sitting.session.mode == .answering && sitting.shown == "t1")
    #expect(sitting.drafts[Self.item(1)] == "so")
    // The return key goes on; back at the trace, the prompt is there again with its text.
    sitting.press(.enter)
    #expect(sitting.shown == "t2")
    sitting.type("k")
    #expect(sitting.session.mode == .typing(.why, "so"))
    sitting.press(.eraseLine, .enter)
    #expect(sitting.shown == "t2" && sitting.drafts.isEmpty)
  }

  @Test func aPageOverTheTraceBeginsAtItsTop() {
    var sitting = Sitting<TerminalSession>.over(1)
    sitting.start()
    sitting.press(.pageDown)
    #expect(sitting.session.scroll == 15)
    sitting.type("?")
    #expect(sitting.session.mode == .help && sitting.session.scroll == 0)
    sitting.press(.down, .down)
    #expect(sitting.session.mode == .help && sitting.session.scroll == 2)
    sitting.press(.escape)
    #expect(sitting.session.mode == .answering && sitting.session.scroll == 0)
    sitting.type("1g")
    #expect(sitting.session.mode == .rubric)
    sitting.type("x")
    #expect(sitting.session.mode == .done)
  }

  @Test func undoOfAnyDepth() {
    var sitting = Sitting<TerminalSession>.over(4)
    sitting.start()
    sitting.type("1")
    sitting.type("rbecause\n2")
    sitting.type("slater\n")
    sitting.type("fodd\n")
    #expect(sitting.shown == "t4" && sitting.flags == ["t4": "odd"])
    #expect(sitting.labels.flagged == 1)
    sitting.type("u")
    #expect(sitting.flags.isEmpty && sitting.shown == "t4")
    sitting.press(.undo)
    #expect(sitting.skips.isEmpty && sitting.shown == "t3")
    sitting.type("u")
    #expect(sitting.shown == "t2" && sitting.stored[Self.item(2)] == nil)
    // The reason is not lost with its label.
    #expect(sitting.labels.drafts[Self.item(2)] == "because")
    sitting.type("u")
    #expect(sitting.shown == "t1" && sitting.stored.isEmpty && sitting.labels.labelled == 0)
    sitting.type("u")
    #expect(sitting.session.message == "nothing to undo in this session")
    #expect(sitting.labels.undone == 4)
    sitting.type("1")
    #expect(sitting.shown == "t2")
    sitting.type("1")
    #expect(sitting.stored[Self.item(2)]?.rationale == "because")
  }

  @Test func backAndForth() {
    var sitting = Sitting<TerminalSession>.over(3)
    sitting.start()
    sitting.type("j")
    #expect(sitting.shown == "t2")
    sitting.type("1")
    #expect(sitting.shown == "t3")
    sitting.type("k")
    #expect(sitting.shown == "t2" && sitting.labels.given[Self.item(2)]?.value == "good")
    sitting.type("2")
    #expect(sitting.stored[Self.item(2)]?.value == "bad" && sitting.shown == "t3")
    #expect(sitting.stored[Self.item(2)]?.isAfterReveal == false)
    sitting.type("1")
    // What was passed over comes again at the end.
    #expect(sitting.shown == "t1")
    sitting.type("k")
    #expect(sitting.session.message == "this is the first")
  }

  @Test func aSearchNarrowsTheQueue() {
    var sitting = Sitting<TerminalSession>.over(4)
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
    #expect(sitting.shown == "t1" && sitting.labels.filter == nil)
    sitting.type("/old\n")
    #expect(sitting.shown == "t1" && sitting.session.message?.contains("nothing") == true)
    sitting.type("/\n")
    #expect(sitting.labels.filter == nil)
  }

  @Test func numbersAndTextsAreTyped() {
    var whole = JudgeBody(name: "tone", instructions: "", valueType: .int)
    var sitting = Sitting<TerminalSession>.over(2, body: whole)
    sitting.start()
    sitting.type("12\n")
    #expect(sitting.stored[Self.item(1)]?.value == 12)
    sitting.type("3x\n")
    #expect(sitting.session.message?.contains("whole number") == true && sitting.shown == "t2")
    sitting.press(.backspace)
    sitting.type("\n")
    #expect(sitting.stored[Self.item(2)]?.value == 3)
    whole.valueType = .string
    sitting = Sitting<TerminalSession>.over(1, body: whole)
    sitting.start()
    sitting.type("\nsix u\n")
    #expect(sitting.stored[Self.item(1)]?.value == "six u")
    whole.valueType = .bool
    sitting = Sitting<TerminalSession>.over(2, body: whole)
    sitting.start()
    sitting.type("yn")
    #expect(sitting.stored[Self.item(1)]?.value == true)
    #expect(sitting.stored[Self.item(2)]?.value == false)
  }

  @Test func aFailureChangesNothing() {
    var sitting = Sitting<TerminalSession>.over(2)
    sitting.start()
    sitting.isBroken = true
    sitting.type("1")
    #expect(sitting.shown == "t1" && sitting.labels.labelled == 0)
    #expect(sitting.session.message == "the disk is full")
    sitting.type("s\nfodd\nu")
    #expect(sitting.labels.skipped.isEmpty && sitting.labels.flags.isEmpty)
    sitting.isBroken = false
    sitting.type("1")
    #expect(sitting.shown == "t2" && sitting.labels.labelled == 1)
  }

  @Test func textsThatWereBeingTypedComeBack() {
    var sitting = Sitting<TerminalSession>.over(2)
    sitting.start()
    sitting.type("rhalf a rea")
    let drafts = sitting.drafts
    #expect(drafts[Self.item(1)] == "half a rea")
    sitting = Sitting<TerminalSession>(
      LabelSession(
        question: LabelQuestion(name: "tone", body: JudgeBody.tone),
        items: [Self.item(1), Self.item(2)], drafts: drafts))
    sitting.start()
    sitting.type("r")
    #expect(sitting.session.mode == .typing(.rationale, "half a rea"))
    sitting.type("son\n1")
    #expect(sitting.stored[Self.item(1)]?.rationale == "half a reason")
  }

  @Test func aReasonForAStoredLabelComesBackFirst() {
    let given = LabelSession.Given(assessmentID: "a-9", value: "good", rationale: nil)
    var sitting = Sitting<TerminalSession>(
      LabelSession(
        question: LabelQuestion(name: "tone", body: JudgeBody.tone),
        items: [Self.item(1)], labelledBefore: ["t2"], unfinished: [Self.item(2): given],
        drafts: [Self.item(2): "It is"]))
    sitting.start()
    #expect(sitting.shown == "t2" && sitting.session.mode == .typing(.why, "It is"))
    #expect(sitting.labels.labelled == 0)
    sitting.type(" so\n")
    #expect(sitting.stored[Self.item(2)]?.rationale == "It is so" && sitting.shown == "t1")
  }

  @Test func randomTypingKeepsTheBooks() {
    let keys: [KeyDecoder.Key] =
      "12sfurjkg?/vqx".map { .character($0) }
      + [.enter, .escape, .backspace, .undo, .down, .pageUp, .eraseLine, .paste("a\nb")]
    for seed in PropertyRuns.seeds(60) {
      var random = SeededGenerator(seed: seed)
      var sitting = Sitting<TerminalSession>.over(5, repeats: [1, 2])
      sitting.reveals = ["t1": LabelReveal.says("bad"), "t3": LabelReveal.says("good")]
      sitting.start()
      for _ in 0..<200 {
        sitting.press(keys[random.below(keys.count)])
        let session = sitting.labels
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
        if session.stage == .done { #expect(session.left == 0, "seed \(seed)") }
        for (columns, rows) in [(80, 24), (20, 8)] {
          let screen = LabelScreen(sitting.session, columns: columns, rows: rows)
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
