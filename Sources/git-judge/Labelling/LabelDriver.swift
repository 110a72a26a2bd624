import ArgumentParser
import Foundation
import GitJudge

/// Runs a labelling session on a terminal or over a pipe.
struct LabelDriver {
  private let desk: LabelDesk
  private var terminal: TerminalSession
  private let start = ContinuousClock.now

  init(_ desk: LabelDesk) {
    self.desk = desk
    terminal = TerminalSession(desk.session)
  }

  /// The session so far.
  var session: LabelSession { terminal.session }

  /// Carries out effects, and those that follow from their results.
  ///
  /// - Returns: whether the session ends.
  private mutating func run(_ effects: [LabelSession.Effect]) async -> Bool {
    var waiting = effects[...]
    while let effect = waiting.popFirst() {
      if effect == .quit { return true }
      guard let event = await desk.carryOut(effect) else { continue }
      let parts = (ContinuousClock.now - start).components
      let seconds = Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
      waiting = terminal.handle(event, at: seconds)[...] + waiting
    }
    return false
  }

  /// Reads one answer per line, until the input ends.
  ///
  /// - Parameter write: shows text.
  mutating func runLines(_ write: (String) -> Void) async {
    var page = LabelPage()
    var input = LineInput()
    var hasEnded = await run(terminal.start())
    while !hasEnded {
      write(page.text(terminal))
      guard let line = input.next() else { break }
      switch line {
      case .text(let text): hasEnded = await run(terminal.enter(text))
      case .tooLong: write("\nThe line has more than 1 MiB and was left out.\n")
      }
    }
    write("\n")
  }

  /// Reads one key per answer, and shows a screen.
  ///
  /// - Parameter output: the descriptor of the terminal to write to.
  /// - Throws: `ExitCode` 130 for Ctrl-C.
  mutating func runScreen(output: Int32) async throws {
    let device = try RawTerminal(input: 0, output: output)
    defer { device.leave() }
    var decoder = KeyDecoder()
    if await run(terminal.start()) { return }
    var size = device.size
    show(on: device, size)
    while true {
      guard let bytes = device.read(within: decoder.isWaiting ? 50 : 500) else { return }
      let keys = bytes.isEmpty ? decoder.rest() : decoder.feed(bytes)
      for key in keys {
        if key == .interrupt { throw ExitCode(130) }
        if await run(terminal.press(key)) { return }
      }
      let now = device.size
      if !keys.isEmpty || now != size {
        size = now
        show(on: device, size)
      }
    }
  }

  private mutating func show(on device: RawTerminal, _ size: (columns: Int, rows: Int)) {
    let screen = LabelScreen(terminal, columns: size.columns, rows: size.rows)
    terminal.limitScroll(to: screen.scrollLimit)
    device.show(screen)
  }
}
