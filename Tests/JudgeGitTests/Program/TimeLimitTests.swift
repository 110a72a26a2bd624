import Testing

@testable import JudgeGit

@Suite("Time limits that somebody gave")
struct TimeLimitTests {
  @Test(
    "Seconds beyond all measure are a day, what is not a number is not a time",
    arguments: [
      (1, .seconds(1)), (0.25, .milliseconds(250)), (1e300, .seconds(86_400)),
      (.infinity, .seconds(86_400)), (-1, .zero), (.nan, .zero), (-1e300, .zero),
    ] as [(Double, Duration)])
  func bounded(seconds: Double, limit: Duration) {
    #expect(Duration.bounded(seconds) == limit)
  }
}
