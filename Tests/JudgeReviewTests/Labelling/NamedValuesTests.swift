import Testing

@testable import JudgeReview

@Suite("Values that instructions name")
struct NamedValuesTests {
  @Test(
    "Rows of quoted words, and words after \"one of\"",
    arguments: [
      ("Rate as: 'excellent', 'good', 'fair', 'poor'.", ["excellent", "good", "fair", "poor"]),
      ("Answer \"yes\" or \"no\".", ["yes", "no"]),
      ("Say `pass`/`fail`, and don't explain.", ["pass", "fail"]),
      (
        "Categorise as ‘on topic’, ‘off topic’, or ‘unclear’.",
        ["on topic", "off topic", "unclear"]
      ),
      (
        "Is {{ outputs }} rude? Answer with one of: rude, neutral or kind.",
        ["rude", "neutral", "kind"]
      ),
      (
        "Rate as: excellent, good, fair, poor\n{{ outputs }}",
        ["excellent", "good", "fair", "poor"]
      ),
      ("Classify as: bug / feature / question", ["bug", "feature", "question"]),
    ])
  func found(text: String, values: [String]) {
    #expect(NamedValues.found(in: text) == values)
  }

  @Test(
    "No guess without a list",
    arguments: [
      "Is {{ outputs }} a good answer to {{ inputs }}?", "Don't say 'sorry'. Don't say 'please'.",
      "It's the customer's and the agent's fault.", "",
      "One of the reviewers will read it, so be brief.",
      "Say 'sorry' if the customer's parcel is late and then say 'goodbye'.",
    ])
  func none(text: String) {
    #expect(NamedValues.found(in: text) == [])
  }
}
