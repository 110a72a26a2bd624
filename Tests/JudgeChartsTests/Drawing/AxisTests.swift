import Testing

@testable import JudgeCharts

@Suite("Scales")
struct AxisTests {
  @Test("Ticks are round numbers within the scale")
  func ticks() {
    #expect(
      Axis(0, 1, from: 0, to: 300).ticks.map { Digits.fixed($0, 2) } == [
        "0.00", "0.20", "0.40", "0.60", "0.80", "1.00",
      ])
    #expect(Axis(-0.1, 0.1, from: 0, to: 300).ticks.count == 5)
    #expect(Axis(0, 130, from: 0, to: 300).ticks == [0, 50, 100])
    #expect(Axis(0, 1, from: 300, to: 200).ticks == [0, 0.5, 1], "ticks need room")
  }

  @Test(
    "Numbers that no scale can hold do not end the program",
    arguments: [
      (1e300, 1e300), (-1e308, 1e308), (0, 0), (5, -5), (1e17, 1e17 + 64),
    ] as [(Double, Double)])
  func extremes(lower: Double, upper: Double) {
    let axis = Axis(lower, upper, from: 0, to: 100)
    #expect(axis.ticks.count < 20)
    #expect((0...100).contains(axis.place(0.5)))
  }

  @Test("The scale of shares holds all of them, in tenths")
  func shares() {
    #expect(Axis.shares([0.62, 0.87]) == (0.6, 0.9))
    #expect(Axis.shares([0.8], including: [0.95]) == (0.8, 1))
    #expect(Axis.shares([]) == (0, 1))
  }
}
