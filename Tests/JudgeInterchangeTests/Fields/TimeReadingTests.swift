import JudgeJSON
import JudgeRecords
import Testing

@testable import JudgeInterchange

@Suite("Times as files write them")
struct TimeReadingTests {
  @Test(
    "A number's size says its unit",
    arguments: [
      ("1732900000", "2024-11-29T17:06:40.000Z", TimeReading.Form.seconds),
      ("\"1732900000\"", "2024-11-29T17:06:40.000Z", .seconds),
      ("1732900000.25", "2024-11-29T17:06:40.250Z", .seconds),
      ("1732900000123", "2024-11-29T17:06:40.123Z", nil),
      ("1732900000123456", "2024-11-29T17:06:40.123Z", .microseconds),
      ("\"1732900000123456789\"", "2024-11-29T17:06:40.123Z", .nanoseconds),
      ("1732900000123456789", "2024-11-29T17:06:40.123Z", .nanoseconds),
      ("\"2025-01-02T03:04:05\"", "2025-01-02T03:04:05.000Z", .naive),
      ("\"2025-01-02 03:04:05.678\"", "2025-01-02T03:04:05.678Z", .naive),
      ("\"2025-01-02 03:04\"", "2025-01-02T03:04:00.000Z", .naive),
      ("\"2025-01-02\"", "2025-01-02T00:00:00.000Z", .naive),
      ("\"2025-01-02T03:04:05+0200\"", "2025-01-02T01:04:05.000Z", nil),
      ("\"2025-01-02 03:04:05 +02\"", "2025-01-02T01:04:05.000Z", nil),
      ("\"2025-01-02 03:04:05 UTC\"", "2025-01-02T03:04:05.000Z", nil),
      ("\"2025-01-02T03:04:05+02:00\"", "2025-01-02T01:04:05.000Z", nil),
    ] as [(String, String, TimeReading.Form?)])
  func units(time: String, text: String, form: TimeReading.Form?) throws {
    let item = try read(#"{"inputs": 1, "request_time": \#(time)}"#)
    #expect(item.trace.requestTime?.text == text)
    #expect(item.times == form.map { [$0: 1] } ?? [:])
  }

  @Test("A field that names its unit is not guessed")
  func named() throws {
    let item = try read(#"{"inputs": 1, "timestamp_ms": 1732900000}"#)
    #expect(item.trace.requestTime?.text == "1970-01-21T01:21:40.000Z" && item.times.isEmpty)
  }

  @Test("Labels too; each form is told once with its number")
  func labels() throws {
    var plan = ImportPlan(byRequest: TextMap(), byTrace: TextMap())
    for (line, time) in ["1732900000", "1732900001", "\"2025-01-02\""].enumerated() {
      let text = #"""
        {"client_request_id": "c\#(line)", "inputs": 1, "assessments": [{"name": "n",
         "source_type": "HUMAN", "source_id": "a", "value": 1, "create_time": \#(time)}]}
        """#
      try plan.add(try read(text), file: "f", line: line + 1)
    }
    #expect(
      plan.timeNotes == [
        "2 times are numbers of seconds, by the size", "1 time has no time zone: read as UTC",
      ])
  }

  @Test("A trace that an earlier version dated in 1970 is not imported again")
  func earlierVersion() throws {
    let line = #"{"inputs": 1, "outputs": 2, "request_time": 1732900000}"#
    var trace = try read(line).trace
    trace.requestTime = Timestamp(milliseconds: 1_732_900_000)
    let id = trace.id(in: try trace.record().id)
    var byTrace = TextMap<ImportPlan.Known>()
    byTrace[id] = ImportPlan.Known(
      traceID: id, content: TraceFold.content(inputs: 1, outputs: 2))
    var plan = ImportPlan(byRequest: TextMap(), byTrace: byTrace)
    try plan.add(try read(line), file: "f", line: 1)
    #expect(try plan.finish(known: []).isEmpty && plan.result.alreadyPresent == 1)
  }
}
