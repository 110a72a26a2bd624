import GitJudge
import Testing

@testable import git_judge

/// The progress line, without a terminal or a clock.
@Suite struct ProgressBarTests {
  private typealias Change = ProgressBar.Change

  private func step(_ done: Int, of total: Int? = 10_000) -> WorkStep {
    WorkStep("Judging", done: done, of: total)
  }

  @Test func nothingIsShownInTheFirstSecond() {
    var bar = ProgressBar(at: 0)
    #expect(bar.take(step(0), at: 0, columns: 100) == nil)
    #expect(bar.take(step(5000), at: 0.99, columns: 100) == nil)
    #expect(bar.take(step(10_000), at: 0.999, columns: 100) == nil)
    #expect(bar.change(at: 5, columns: 100) == nil, "what ended in time was never shown")
  }

  @Test func theLineHasBarCountRateAndTimeLeft() {
    var bar = ProgressBar(at: 0)
    _ = bar.take(step(0), at: 10, columns: 100)
    let change = bar.take(step(4700), at: 25, columns: 100)
    #expect(
      change
        == .draw(
          "Judging  [=========>          ]  47 %  4700/10000  313/s  about 17 s left"))
  }

  @Test func aRateCountsOnlyWhatWasDoneSinceItsStart() {
    var bar = ProgressBar(at: 0)
    _ = bar.take(step(9000), at: 10, columns: 100)
    let change = bar.take(step(9100), at: 20, columns: 100)
    #expect(
      change
        == .draw("Judging  [==================> ]  91 %  9100/10000  10/s  about 2 min left"))
  }

  @Test func withoutATotalThereIsNoBar() {
    var bar = ProgressBar(at: 0)
    _ = bar.take(step(0, of: nil), at: 1, columns: 100)
    #expect(bar.take(step(500, of: nil), at: 3, columns: 100) == .draw("Judging  500  250/s"))
  }

  @Test func bytesAreMegabytes() {
    var bar = ProgressBar(at: 0)
    _ = bar.take(WorkStep("Reading", done: 0, of: 40_000_000, unit: .bytes), at: 0, columns: 100)
    let change = bar.take(
      WorkStep("Reading", done: 10_000_000, of: 40_000_000, unit: .bytes), at: 2, columns: 100)
    #expect(change == .draw("Reading  [=====>              ]  25 %  10.0/40.0 MB  about 6 s left"))
  }

  @Test func wordsStandForRateAndTime() {
    var bar = ProgressBar(at: 0)
    let change = bar.take(
      WorkStep("", done: 500, of: 1000, detail: "12 calls, 3 cached"), at: 2, columns: 100)
    #expect(change == .draw("[==========>         ]  50 %  12 calls, 3 cached"))
  }

  @Test func thereAreAtMostTenLinesASecond() {
    var bar = ProgressBar(at: 0)
    var drawn = 0
    for number in 0..<2000 {
      let now = 1 + Double(number) / 1000
      if bar.take(step(number), at: now, columns: 100) != nil { drawn += 1 }
    }
    #expect(drawn > 15 && drawn <= 20)
  }

  @Test func theClockAloneRedrawsWhatSaysNothing() {
    var bar = ProgressBar(at: 0)
    _ = bar.take(WorkStep("Waiting", done: 0, of: nil), at: 0, columns: 100)
    #expect(bar.change(at: 0.9, columns: 100) == nil)
    #expect(bar.change(at: 2.5, columns: 100) == .draw("Waiting  2 s"))
    #expect(bar.change(at: 2.7, columns: 100) == nil, "the same text is not drawn again")
    #expect(bar.change(at: 3.1, columns: 100) == .draw("Waiting  3 s"))
  }

  @Test func theLineGoesAtTheEndUnlessAnotherStepFollows() {
    var bar = ProgressBar(at: 0)
    #expect(bar.take(step(1), at: 2, columns: 100) != nil)
    #expect(bar.take(step(10_000), at: 3, columns: 100) == nil)
    #expect(bar.change(at: 3.1, columns: 100) == nil, "no flicker before the next step")
    #expect(bar.change(at: 3.5, columns: 100) == .clear)
    #expect(bar.change(at: 3.6, columns: 100) == nil)
    #expect(bar.take(step(1), at: 4, columns: 100) != nil)
    #expect(bar.take(step(10_000), at: 5, columns: 100) == nil)
    #expect(
      bar.take(WorkStep("Writing", done: 1, of: 2), at: 5.1, columns: 100)
        == .draw("Writing  [==========>         ]  50 %  1/2  5 s"))
  }

  @Test func otherOutputTakesTheLineAway() {
    var bar = ProgressBar(at: 0)
    #expect(bar.clear() == nil)
    #expect(bar.take(step(1), at: 2, columns: 100) != nil)
    #expect(bar.clear() == .clear)
    #expect(bar.change(at: 9, columns: 100) == nil, "nothing is known to go on")
    #expect(bar.take(step(2), at: 10, columns: 100) != nil)
  }

  @Test func anotherProgramGetsTheTerminalAtOnce() {
    var bar = ProgressBar(at: 0)
    #expect(bar.take(.pause, at: 1, columns: 100) == nil)
    #expect(bar.take(step(1), at: 2, columns: 100) != nil)
    #expect(bar.take(.pause, at: 2.01, columns: 100) == .clear)
    #expect(bar.change(at: 9, columns: 100) == nil)
  }

  @Test(arguments: [1, 2, 10, 40, 59, 60, 79])
  func theLineFitsTheTerminal(_ columns: Int) throws {
    var bar = ProgressBar(at: 0)
    let long = WorkStep(
      "Reading 評価 of a name that is far too long for any terminal", done: 12, of: 4_000_000)
    guard case .draw(let line) = bar.take(long, at: 3, columns: columns) else {
      Issue.record("nothing is shown")
      return
    }
    #expect(TerminalText.width(line) <= max(1, columns - 1))
  }
}
