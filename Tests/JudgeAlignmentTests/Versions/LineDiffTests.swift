import Testing

@testable import JudgeAlignment

@Suite("Differences line by line")
struct LineDiffTests {
  @Test("What is gone, new and in both")
  func lines() {
    #expect(LineDiff.lines("a\nb\nc", "a\nx\nc\nd") == [" a", "-b", "+x", " c", "+d"])
    #expect(LineDiff.lines("a\na", "a\na\na") == [" a", " a", "+a"])
    #expect(LineDiff.lines("", "a") == ["+a"])
    #expect(LineDiff.lines("a\nb", "") == ["-a", "-b"])
    #expect(LineDiff.lines("x\na\nb\ny", "x\nb\na\ny").filter { $0.hasPrefix(" ") }.count == 3)
  }

  @Test("Texts of a hundred thousand lines are compared soon")
  func long() {
    func text(_ mark: String) -> String {
      "start\n" + (0..<100_000).map { "\(mark)\($0)" }.joined(separator: "\n") + "\nend"
    }
    let start = ContinuousClock.now
    let lines = LineDiff.lines(text("a"), text("b"))
    #expect(ContinuousClock.now - start < .seconds(10))
    #expect(lines.count == 200_002 && lines.first == " start" && lines.last == " end")
    #expect(lines.count { $0.hasPrefix("-") } == 100_000)
  }
}
