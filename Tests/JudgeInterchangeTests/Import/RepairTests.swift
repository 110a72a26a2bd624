import JudgeInterchange
import JudgeJSON
import JudgeRecords
import Testing

@Suite("Repairs are made and counted")
struct RepairTests {
  static let cases: [(String, Int)] = [
    (#"{"inputs": 1, "tags": {"a": "b"}}"#, 0),
    (#"{"inputs": 1, "tags": {"a": 1, "b": true, "c": "x", "d": null, "e": [1.50]}}"#, 4),
    (#"{"inputs": 1, "metadata": {"a": 1}, "tags": {"a": 1}}"#, 2),
    (#"{"inputs": {"a": NaN, "b": Infinity, "c": -Infinity, "d": 1e999}}"#, 4),
    (#"{"inputs": {"a": 12345678901234567890, "b": 9007199254740993}}"#, 2),
    (#"{"inputs": {"a": 9007199254740992, "b": 1e400000}}"#, 1),
    (#"{"inputs": "\ud83d and \ude00 but \ud83d\ude00"}"#, 2),
    (#"{"inputs": 1, "tags": {"a": 12345678901234567890}}"#, 1),
    (#"{"client_request_id": 17, "inputs": 1}"#, 0),
    (#"{"inputs": 1, "spans": [{"attributes": {"a": "NaN", "b": "[1, NaN]"}}]}"#, 2),
    (#"{"inputs": 1, "spans": [{"attributes": {"a": "NaN", "b": "plain text"}}]}"#, 0),
    (#"{"inputs": 1, "spans": [{"start_time_unix_nano": 1795210034370000001}]}"#, 0),
    (#"{"inputs": 1, "spans": [{"start_time_unix_nano": "1795210034370000001"}]}"#, 0),
    (
      #"{"inputs": {"n": 1795210034370000001}, "spans": [{"end_time_ns": 1795210034370000001}]}"#,
      1
    ),
    (
      #"{"inputs": {"timestamp": 1795210034370000001}, "spans": [{"end_time": 1}]}"#, 1
    ),
    (
      #"{"inputs": 1, "spans": [{"events": [{"time_unix_nano": 1795210034370000001}]}]}"#, 0
    ),
    (
      #"""
      {"info": {"trace_id": "t"},
       "data": "{\"spans\": [{\"start_time_unix_nano\": 1795210034370000001, \"x\": NaN}]}"}
      """#, 1
    ),
  ]

  @Test("Exactly so many", arguments: cases)
  func count(_ text: String, _ repaired: Int) throws {
    #expect(try read(text).repaired == repaired)
  }

  @Test("A tag that is not a text becomes its canonical text")
  func tags() throws {
    let item = try read(
      #"{"inputs": 1, "tags": {"a": 1.0, "b": {"y": 1, "x": [1e2]}, "c": null, "d": "1.0"}}"#)
    #expect(item.trace.tags == ["a": "1", "b": #"{"x":[100],"y":1}"#, "c": "null", "d": "1.0"])
  }

  @Test("A large integer keeps its digits")
  func integers() throws {
    let item = try read(#"{"inputs": [12345678901234567890, 1], "tags": {"a": 9007199254740993}}"#)
    #expect(item.trace.inputs == ["12345678901234567890", 1])
    #expect(item.trace.tags == ["a": "9007199254740993"])
  }

  @Test("What is not finite becomes null, half a surrogate pair U+FFFD")
  func others() throws {
    #expect(try read(#"{"inputs": [NaN, 1]}"#).trace.inputs == [.null, 1])
    #expect(try read(#"{"inputs": "a\ud83d"}"#).trace.inputs == "a\u{fffd}")
  }
}
