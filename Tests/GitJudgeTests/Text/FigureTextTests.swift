import GitJudge
import Testing

@Suite("Figures as text")
struct FigureTextTests {
  @Test(
    "A p-value is told with three decimals, a tiny one as a bound",
    arguments: [
      (0.0, "below 0.001"), (0.00099999, "below 0.001"), (0.001, "0.001"), (0.0314, "0.031"),
      (0.9996, "1.000"), (1, "1.000"), (nil, "–"), (.nan, "–"), (-0.1, "–"), (1.5, "–"),
    ] as [(Double?, String)])
  func probability(_ value: Double?, _ text: String) {
    #expect(FigureText.probability(value) == text)
  }
}
