import ArgumentParser
import Foundation
import GitJudge

/// Runs a labelling session on a terminal or over a pipe.
struct LabelDriver {
  let desk: LabelDesk
  var session: LabelSession
  private let start = ContinuousClock.now

  init(_ desk: LabelDesk) {
    self.desk = desk
    session = desk.session
  }

  /// Carries out effects and what follows from them.
  ///
  /// - Returns: whether the session is to end.
  private mutating func run(_ effects: [LabelSession.Effect]) async -> Bool {
    var waiting = effects[...]
    while let effect = waiting.popFirst() {
      if effect == .quit { return true }
      guard let event = await desk.carryOut(effect) else { continue }
      let parts = (ContinuousClock.now - start).components
      let seconds = Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
      waiting = session.handle(event, at: seconds)[...] + waiting
    }
    return false
  }

  /// One answer a line; ends with the input.
  ///
  /// - Parameter write: shows text.
  mutating func runLines(_ write: (String) -> Void) async {
    var page = LabelPage()
    var input = LineInput()
    var hasEnded = await run(session.start())
    while !hasEnded {
      write(page.text(session))
      guard let line = input.next() else { break }
      switch line {
      case .text(let text): hasEnded = await run(session.enter(text))
      case .tooLong: write("\nThe line has more than 1 MiB and was left out.\n")
      }
    }
    write("\n")
  }

  /// One key per answer, on a screen.
  ///
  /// - Parameter output: the descriptor of the terminal to write to.
  /// - Throws: `ExitCode` 130 for Ctrl-C.
  mutating func runScreen(output: Int32) async throws {
    let terminal = try RawTerminal(input: 0, output: output)
    defer { terminal.leave() }
    var decoder = KeyDecoder()
    if await run(session.start()) { return }
    var size = terminal.size
    show(on: terminal, size)
    while true {
      guard let bytes = terminal.read(within: decoder.isWaiting ? 50 : 500) else { return }
      let keys = bytes.isEmpty ? decoder.rest() : decoder.feed(bytes)
      for key in keys {
        if key == .interrupt { throw ExitCode(130) }
        if await run(session.press(key)) { return }
      }
      let now = terminal.size
      if !keys.isEmpty || now != size {
        size = now
        show(on: terminal, size)
      }
    }
  }

  private mutating func show(on terminal: RawTerminal, _ size: (columns: Int, rows: Int)) {
    let screen = LabelScreen(session, columns: size.columns, rows: size.rows)
    session.limitScroll(to: screen.scrollLimit)
    terminal.show(screen)
  }
}
