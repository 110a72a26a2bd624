import JudgeJSON
import JudgeRecords
import JudgeTestSupport
import Testing

/// Versions and parts of a span.
@Suite struct SpanUnionTests {
  private static let running: JSONValue = [
    "span_id": "a", "name": "chat", "start_time_unix_nano": "1", "attributes": ["x": 1, "y": 1],
  ]
  private static let ended: JSONValue = [
    "span_id": "a", "name": "chat", "start_time_unix_nano": "1", "end_time_unix_nano": "9",
    "attributes": ["x": 2], "events": [["name": "e", "time_unix_nano": "5"]],
  ]
  private static let part: JSONValue = [
    "span_id": "a", "events": [["name": "d", "time_unix_nano": "3"], ["name": "f"]],
  ]
  private static let other: JSONValue = [
    "span_id": "b", "name": "tool", "start_time_unix_nano": "2",
  ]

  @Test("An ended span counts, with what only other versions have, in any order")
  func versions() {
    let expected: JSONValue = [
      "span_id": "a", "name": "chat", "start_time_unix_nano": "1", "end_time_unix_nano": "9",
      "attributes": ["x": 2, "y": 1],
      "events": [
        ["name": "f"], ["name": "d", "time_unix_nano": "3"], ["name": "e", "time_unix_nano": "5"],
      ],
    ]
    let all = [Self.running, Self.ended, Self.part, Self.other, Self.ended]
    for seed in 0..<30 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let united = SpanUnion.united(all.shuffled(using: &random))
      #expect(Set(united) == [expected, Self.other], "seed \(seed)")
      #expect(SpanUnion.united(united) == united, "seed \(seed)")
    }
  }

  @Test("Different spans stay, although a program gave them one id or none")
  func different() {
    let later: JSONValue = ["span_id": "a", "name": "chat", "start_time_unix_nano": "4"]
    let bare: JSONValue = ["name": "x"]
    let spans = [Self.running, later, bare, bare, Self.other, "no object"]
    #expect(SpanUnion.united(spans) == spans)
    #expect(SpanUnion.united([Self.part]) == [Self.part])
  }
}
