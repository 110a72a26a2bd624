import GitJudge
import Testing

@testable import JudgeServer

/// JSON that MLflow's clients read digit by digit.
@Suite struct ExactNumbersTests {
  private func text(_ value: JSONValue) -> String {
    String(decoding: ExactNumbers.bytes(value), as: UTF8.self)
  }

  @Test("Marked digits are written as a number, exactly")
  func exact() {
    let value: JSONValue = ["a\u{1}": "1795210116615840774", "b": "7"]
    #expect(text(value) == #"{"a":1795210116615840774,"b":"7"}"#)
  }

  @Test("Text of traces stays text")
  func hostile() {
    let inner = #"\u0001":"12"#
    let value: JSONValue = [
      "x": .string(inner), "y\u{1}": "no digits", "z\u{1}": "", "w": "\u{1}\":\"5",
    ]
    let written = text(value)
    #expect((try? JSONValue(parsing: written)) == value)
  }

  @Test("JSON text has Python's blanks")
  func python() {
    let value: JSONValue = ["a": [1, "x, y: z", []], "b": [:]]
    #expect(PythonJSON.text(value) == #"{"a": [1, "x, y: z", []], "b": {}}"#)
  }

  @Test(
    "Durations are exact",
    arguments: [
      (0.0, "0s"), (112, "0.112s"), (1500, "1.500s"), (0.001, "0.000001s"), (61_000, "61s"),
    ])
  func durations(_ milliseconds: Double, _ text: String) {
    #expect(TraceAnswer.seconds(milliseconds) == text)
    #expect(TraceAnswer.milliseconds(text) == milliseconds)
  }

  @Test(
    "Text that is no duration is none", arguments: ["", "1", "s", "-1s", "nans", "infs", "1 s"])
  func noDuration(_ text: String) {
    #expect(TraceAnswer.milliseconds(text) == nil)
  }
}
