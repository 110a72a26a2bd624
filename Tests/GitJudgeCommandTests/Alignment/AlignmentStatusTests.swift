import GitJudge
import Testing

@testable import git_judge

@Suite("How an alignment goes, in a line")
struct AlignmentStatusTests {
  private func status(_ change: (inout AlignmentStatus) -> Void) -> AlignmentStatus {
    var status = AlignmentStatus()
    status.event = "step 2 of 8"
    status.calls.calls = 40
    status.calls.cached = 10
    status.calls.cost = 0.0312
    status.best = 0.8125
    status.most = 130
    status.seconds = 20
    change(&status)
    return status
  }

  @Test("Calls, cost, the best score and the time that is left at most")
  func whole() {
    // 40 calls took 20 s, and at most 80 answers are left.
    #expect(
      status { _ in }.line
        == "40 calls (0.0312 US dollars), 10 cached, best so far 0.813, at most about 40 s left: "
        + "step 2 of 8")
    #expect(
      status { _ in }.entry.hasPrefix("step 2 of 8 [40 calls (0.0312 US dollars), 10 cached,"))
  }

  @Test("What is not known is not told: costs, the time left, calls that nobody made")
  func unknown() {
    #expect(status { $0.calls.unpriced = 1 }.figures.hasPrefix("40 calls, 10 cached, "))
    #expect(status { $0.most = nil }.figures.hasSuffix(", 20 s"))
    #expect(status { $0.most = 50 }.figures.hasSuffix(", 20 s"), "the bound was passed")
    #expect(status { $0.seconds = 1.5 }.figures.hasSuffix(", 1 s"), "too soon to tell")
    #expect(status { $0.calls.calls = 0 }.secondsLeft == nil, "the cache takes no time")
    let silent = status {
      $0.calls = CallStatistics()
      $0.best = nil
    }
    #expect(silent.line == "20 s: step 2 of 8")
    #expect(AlignmentStatus().line == "0 s")
  }

  @Test("Where the share of the work is known, it tells the time")
  func share() {
    #expect(status { $0.doneShare = 0.25 }.figures.hasSuffix(", about 60 s left"))
    #expect(status { $0.doneShare = 1 }.figures.hasSuffix(", 20 s"))
  }

  @Test("A best score stays until another one is told")
  func best() {
    var status = AlignmentStatus()
    status.take(AlignmentEvent(text: "a", best: 0.5, isDetail: false))
    status.take(AlignmentEvent(text: "b", best: nil, isDetail: false))
    #expect(status.line == "best so far 0.500, 0 s: b")
  }

  @Test("An estimate says what it counts")
  func estimate() {
    #expect(AlignEstimate(most: 0, known: 0).text == "no calls")
    #expect(
      AlignEstimate(most: 90, known: 0).text
        == "at most about 90 calls, before the cache answers any")
    #expect(
      AlignEstimate(most: 90, known: 30).text
        == "at most about 60 calls; the cache has 30 verdicts of the judge itself, and may have more"
    )
    #expect(AlignEstimate(most: 90, known: 100).calls == 0)
    #expect(AlignEstimate(most: 1, known: 0).text.hasPrefix("at most about 1 call, "))
  }
}
