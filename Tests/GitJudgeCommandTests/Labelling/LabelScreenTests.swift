import JudgeJSON
import JudgeRecords
import JudgeReview
import ReviewTestSupport
import Testing

@testable import git_judge

/// What a session looks like: the right size, and nothing that a terminal obeys.
@Suite struct LabelScreenTests {
  private static let evil =
    "\u{1b}[31mred\u{1b}]0;title\u{7} \u{202e}back\u{9b}2J \r\u{8}\u{200b}\u{7f}\u{2066}"

  private static func session(
    _ inputs: JSONValue, _ outputs: JSONValue = "!", setup: LabelSession.Setup = .init(),
    name: String = "tone", body: JudgeBody? = JudgeBody.tone
  ) -> TerminalSession {
    let item = LabelItem(traceID: "t1")
    var session = TerminalSession(
      LabelSession(
        question: LabelQuestion(name: name, body: body), setup: setup,
        items: [item, LabelItem(traceID: "t2")]))
    _ = session.start()
    var trace = Trace(id: "t1", inputs: inputs, outputs: outputs)
    trace.retrievedContext = [["doc_uri": "u", "content": inputs]]
    trace.spans = [["name": inputs.stringValue.map { .string($0) } ?? "span"]]
    _ = session.handle(.loaded(LabelCard(item: item, trace: trace, flag: evil)), at: 0)
    return session
  }

  private static func text(_ screen: LabelScreen) -> String {
    screen.lines.map(\.text).joined(separator: "\n")
  }

  private static func raw(_ text: String) -> [String] {
    text.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x0a: false
      case 0x00...0x1f, 0x7f...0x9f, 0x200b...0x200f, 0x202a...0x202e, 0x2066...0x2069: true
      default: false
      }
    }.map { "U+" + String($0.value, radix: 16) }
  }

  @Test func nothingIsObeyed() {
    var setup = LabelSession.Setup()
    setup.batch = Self.evil
    setup.rubric = "Be kind \(Self.evil)"
    var body = JudgeBody(name: "tone", instructions: "")
    body.values = [.string("a\(Self.evil)"), .string("b\(Self.evil)")]
    let inputs: JSONValue = [
      "k\(Self.evil)": .string(Self.evil),
      "messages": [["role": .string(Self.evil), "content": "x"]],
    ]
    var session = Self.session(
      inputs, .string(Self.evil), setup: setup, name: "n\(Self.evil)", body: body)
    let reveal = LabelReveal([
      .init(who: "w\(Self.evil)", value: .string(Self.evil), rationale: Self.evil, isTheJudge: true)
    ])
    func check(_ session: TerminalSession, _ place: String) {
      for columns in [200, 80, 21] {
        let screen = LabelScreen(session, columns: columns, rows: 40)
        #expect(Self.raw(Self.text(screen)).isEmpty, "\(place): \(Self.raw(Self.text(screen)))")
      }
      var page = LabelPage()
      let text = page.text(session)
      #expect(Self.raw(text).isEmpty, "\(place): \(Self.raw(text))")
    }
    check(session, "answering")
    _ = session.press(.character("r"))
    for character in Self.evil { _ = session.press(.character(character)) }
    check(session, "typing")
    _ = session.press(.escape)
    check(session, "draft")
    _ = session.press(.character("g"))
    check(session, "rubric")
    _ = session.press(.escape)
    _ = session.enter("nonsense \(Self.evil)")
    check(session, "message")
    _ = session.press(.character("1"))
    _ = session.handle(.failed("no \(Self.evil)"), at: 1)
    check(session, "failure")
    _ = session.press(.character("1"))
    _ = session.handle(.stored(assessmentID: "a-1", reveal), at: 1)
    check(session, "why")
    _ = session.press(.escape)
    check(session, "revealed")
    #expect(Self.text(LabelScreen(session, columns: 200, rows: 40)).contains("␛[31mred"))
  }

  @Test func everySizeIsFilledAndNoMore() {
    let words = String(repeating: "Wörter und 漢字 und 👍🏽 und more ", count: 40)
    let session = Self.session(["question": .string(words + "\n" + words)], .string(words))
    for (columns, rows) in [(20, 8), (40, 10), (80, 24), (133, 50), (1, 1)] {
      let screen = LabelScreen(session, columns: columns, rows: rows)
      #expect(screen.lines.count == max(rows, 8))
      for line in screen.lines {
        #expect(
          TerminalText.width(line.text) <= max(columns, 20), "\(columns) × \(rows): \(line.text)")
      }
    }
  }

  @Test func scrollingShowsTheRest() {
    let text = (1...100).map { "line \($0)" }.joined(separator: "\n")
    var session = Self.session(.string(text))
    let first = LabelScreen(session, columns: 80, rows: 24)
    #expect(Self.text(first).contains("line 1\n") && Self.text(first).contains("more lines"))
    for _ in 0..<40 { _ = session.press(.pageDown) }
    session.limitScroll(to: LabelScreen(session, columns: 80, rows: 24).scrollLimit)
    #expect(session.scroll == first.scrollLimit)
    let last = LabelScreen(session, columns: 80, rows: 24)
    #expect(Self.text(last).contains("Spans") && !Self.text(last).contains("more lines"))
    _ = session.press(.up)
    #expect(session.scroll == first.scrollLimit - 1)
  }

  @Test func conversationsReadLikeOne() {
    let session = Self.session(
      [
        "messages": [
          ["role": "user", "content": "Where is it?"],
          ["role": "assistant", "content": "Here.\nOr there."],
        ], "n": 3, "tags": ["a", ["b": true]],
      ])
    let text = Self.text(LabelScreen(session, columns: 80, rows: 40))
    #expect(
      text.contains("    user:\n      Where is it?\n    assistant:\n      Here.\n      Or there."))
    #expect(text.contains("  n: 3\n"))
    #expect(text.contains("  tags:\n    - a\n    -\n      b: true"))
  }

  @Test func linesBreakAtSpaces() {
    #expect(TerminalText.wrap("  one two three", to: 9) == ["  one two", "  three"])
    #expect(TerminalText.wrap("abcdefghij", to: 4) == ["abcd", "efgh", "ij"])
    #expect(TerminalText.wrap("漢字漢字", to: 5) == ["漢字", "漢字"])
    #expect(TerminalText.wrap("", to: 5) == [""])
    #expect(TerminalText.width("e\u{301}漢👍🏽") == 5)
    #expect(TerminalText.cut("abcdef", to: 4) == "abc…")
  }
}
