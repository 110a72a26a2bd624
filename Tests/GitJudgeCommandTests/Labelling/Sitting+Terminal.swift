import JudgeRecords
import JudgeReview
import ReviewTestSupport

@testable import git_judge

extension Sitting where Session == TerminalSession {
  /// A reviewer at a terminal, with traces `t1`, `t2`, ….
  static func over(
    _ count: Int, body: JudgeBody? = .tone, setup: LabelSession.Setup = .init(),
    repeats: [Int] = []
  ) -> Sitting {
    Sitting(LabelSession.over(count, body: body, setup: setup, repeats: repeats))
  }

  init(_ session: LabelSession) {
    self.init(TerminalSession(session)) { session, event, seconds in
      session.handle(event, at: seconds)
    }
  }

  /// The session without the terminal.
  var labels: LabelSession { session.session }

  var shown: String? { labels.current?.traceID }

  mutating func start() { run(session.start()) }

  mutating func press(_ keys: KeyDecoder.Key...) {
    for key in keys { run(session.press(key)) }
  }

  /// Types characters; `\n` is the return key.
  mutating func type(_ text: String) {
    for character in text {
      run(session.press(character == "\n" ? .enter : .character(character)))
    }
  }

  mutating func enter(_ lines: String...) {
    for line in lines { run(session.enter(line)) }
  }
}
