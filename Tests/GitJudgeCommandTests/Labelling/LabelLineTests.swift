import JudgeJSON
import JudgeRecords
import JudgeReview
import ReviewTestSupport
import Testing

@testable import git_judge

/// One answer a line: for screen readers, dumb terminals and scripts.
@Suite struct LabelLineTests {
  private static func item(_ number: Int) -> LabelItem { LabelItem(traceID: "t\(number)") }

  @Test func answersKeysAndReasons() {
    var sitting = Sitting<TerminalSession>.over(5)
    sitting.start()
    sitting.enter("good", "2", "1 short and polite", "bad  too  long ", "b")
    #expect(
      (1...5).map { sitting.stored[Self.item($0)]?.value } == ["good", "bad", "good", "bad", "bad"])
    #expect(sitting.stored[Self.item(3)]?.rationale == "short and polite")
    #expect(sitting.stored[Self.item(4)]?.rationale == "too  long")
  }

  @Test func answersMayHoldSpaces() {
    var body = JudgeBody.tone
    body.values = ["needs work", "needs", "fine"]
    var sitting = Sitting<TerminalSession>.over(3, body: body)
    sitting.start()
    sitting.enter("needs work", "needs work, really? no", "needs work since it is rude")
    #expect(sitting.stored[Self.item(1)]?.value == "needs work")
    #expect(sitting.stored[Self.item(2)]?.value == "needs")
    #expect(sitting.stored[Self.item(2)]?.rationale == "work, really? no")
    #expect(sitting.stored[Self.item(3)]?.value == "needs work")
    #expect(sitting.stored[Self.item(3)]?.rationale == "since it is rude")
  }

  @Test func commands() {
    var sitting = Sitting<TerminalSession>.over(4)
    sitting.texts = ["refund": ["t4"]]
    sitting.start()
    sitting.enter("s not now", "f odd one", "r because", "1")
    #expect(sitting.skips == ["t1": "not now"] && sitting.flags == ["t2": "odd one"])
    #expect(sitting.stored[Self.item(2)]?.rationale == "because")
    sitting.enter("/refund")
    #expect(sitting.shown == "t4")
    sitting.enter("/", "k", "u")
    #expect(sitting.stored.isEmpty && sitting.shown == "t2")
    sitting.enter("f")
    #expect(sitting.flags.isEmpty)
    sitting.enter("?")
    #expect(sitting.session.mode == .help)
    sitting.enter("g")
    #expect(sitting.session.mode == .rubric)
    sitting.enter("q")
    #expect(sitting.hasEnded)
  }

  @Test func whereAnyTextIsAnAnswerCommandsHaveAColon() {
    var sitting = Sitting<TerminalSession>.over(4, body: nil)
    sitting.start()
    sitting.enter("fine", ":u", "\\s", ":s later", "/tmp is full")
    #expect(sitting.skips == ["t2": "later"])
    #expect(sitting.stored[Self.item(1)]?.value == "s")
    sitting.enter(":q")
    #expect(sitting.hasEnded)
  }

  @Test(
    "A command without its prefix is stored neither as a label nor as a reason",
    arguments: ["?", "q", "s", "s not now", "f", "r because", "u", "j", "k", "g", ":x", ":quit"])
  func noLabel(_ line: String) {
    var sitting = Sitting<TerminalSession>.over(2, body: nil)
    sitting.start()
    sitting.enter(line)
    #expect(sitting.stored.isEmpty && !sitting.hasEnded && sitting.skips.isEmpty)
    #expect(sitting.session.message != nil)
    sitting.enter("\\" + line)
    #expect(sitting.stored[Self.item(1)]?.value == .string(line))
  }

  @Test func theQuestionWhyTakesALine() {
    var sitting = Sitting<TerminalSession>.over(3)
    sitting.reveals = ["t1": LabelReveal.says("bad"), "t2": LabelReveal.says("bad")]
    sitting.start()
    sitting.enter("1", "u are polite")
    #expect(sitting.stored[Self.item(1)]?.rationale == "u are polite")
    sitting.enter("1", "")
    #expect(sitting.shown == "t3" && sitting.stored[Self.item(2)]?.rationale == nil)
    sitting.enter("u", "1", ":u")
    #expect(sitting.stored[Self.item(2)] == nil)
  }

  @Test func whatIsNoAnswerIsSaid() {
    var sitting = Sitting<TerminalSession>.over(1)
    sitting.start()
    for line in ["", "goood", "9", "ux", ":x", "s"] {
      if line == "s" { break }
      sitting.enter(line)
      #expect(sitting.session.message != nil && sitting.stored.isEmpty, "\(line)")
    }
    sitting.enter("1", "2")
    #expect(sitting.session.mode == .done && sitting.stored[Self.item(1)]?.value == "good")
    sitting.enter("u", "2")
    #expect(sitting.stored[Self.item(1)]?.value == "bad")
  }

  @Test func aPageShowsEachTraceOnce() {
    var sitting = Sitting<TerminalSession>.over(2)
    sitting.reveals = ["t1": LabelReveal.says("good")]
    sitting.start()
    var page = LabelPage()
    let first = page.text(sitting.session)
    #expect(first.contains("trace t1") && first.contains("Inputs") && !first.contains("gpt"))
    #expect(first.hasSuffix("1 good   2/b bad (? for help): "))
    sitting.enter("r so")
    let second = page.text(sitting.session)
    #expect(!second.contains("Inputs") && second.contains("kept"))
    sitting.enter("1")
    let third = page.text(sitting.session)
    #expect(third.contains("gpt says good, because It greets.") && third.contains("trace t2"))
    sitting.enter("1")
    #expect(page.text(sitting.session).contains("Nothing is left"))
  }

  /// Values whose letters are commands.
  private static var commandLike: JudgeBody {
    var body = JudgeBody.tone
    body.values = ["pass", "fail", "great"]
    return body
  }

  @Test func lettersOfCommandsAreNoAnswers() {
    var sitting = Sitting<TerminalSession>.over(4, body: Self.commandLike)
    sitting.start()
    sitting.enter("f")
    #expect(sitting.flags.keys.contains("t1") && sitting.stored.isEmpty)
    sitting.enter("2", "fail", "p")
    #expect((1...3).map { sitting.stored[Self.item($0)]?.value } == ["fail", "fail", "pass"])
    sitting.enter("?")
    var page = LabelPage()
    let help = page.text(sitting.session)
    #expect(help.contains("1 or p: pass\n"), "\(help)")
    #expect(help.contains("2: fail (the letter f is a command, see below)\n"))
    #expect(help.contains("3: great (the letter g is a command, see below)\n"))
    sitting.press(.character("x"), .character("?"))
    let screen = LabelScreen(sitting.session, columns: 80, rows: 40).lines.map(\.text)
    #expect(screen.contains { $0.contains("2: fail (the letter f is a command") }, "\(screen)")
  }

  @Test func aSlipIsAnsweredWithWhatCanBeTyped() {
    var sitting = Sitting<TerminalSession>.over(2, body: Self.commandLike)
    sitting.start()
    for slip in ["x", "gret", "passs ok"] {
      sitting.enter(slip)
      let said = sitting.session.message ?? ""
      #expect(
        said.hasPrefix("\"\(slip)\" is not an answer; it is one of: 1/p pass   2 fail   3 great"))
      #expect(said.contains("s skip, f flag") && said.contains("/text"), "\(said)")
    }
    sitting.press(.character("x"))
    let said = sitting.session.message ?? ""
    #expect(said.hasPrefix("\"x\" is not a key here; it is one of: 1/p pass   2 fail"), "\(said)")
    #expect(sitting.stored.isEmpty)
  }
}
