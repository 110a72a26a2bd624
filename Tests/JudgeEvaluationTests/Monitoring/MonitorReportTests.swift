import JudgeAgreement
import JudgeJSON
import JudgeRecords
import JudgeWork
import Testing

@testable import JudgeEvaluation

/// Periods, windows and the figures of each period.
@Suite struct MonitorReportTests {
  private static let judge = ContentID(hashing: Array("judge".utf8))

  private static var body: JudgeBody {
    var body = JudgeBody(name: "tone", instructions: "Rate {{ outputs }}.")
    body.values = ["good", "bad"]
    body.pass = ["good"]
    return body
  }

  private static func trace(
    _ number: Int, _ day: String, _ value: JSONValue?, truth: JSONValue? = nil,
    cost: Double? = nil, isJudged: Bool = true, tags: JSONObject = [:]
  ) -> (Trace, JSONValue?) {
    var trace = Trace(id: "tr-\(number)", inputs: .number(Double(number)), outputs: "x")
    trace.requestTime = Timestamp("\(day)T12:00:00Z")
    trace.tags = tags
    guard isJudged else { return (trace, truth) }
    let source = AssessmentSource(type: .llmJudge, id: "m")
    var said =
      value.map { Feedback(name: "tone", value: $0, rationale: nil, source: source) }
      ?? Feedback(name: "tone", error: AssessmentError(message: "no"), source: source)
    said.judge = judge
    said.cost = cost
    trace.verdicts = [said]
    return (trace, truth)
  }

  private static func report(
    _ traces: [(Trace, JSONValue?)], by period: MonitorPeriod = .day,
    _ windows: MonitorReport.Windows? = nil, body: JudgeBody = body, rates: HeldOutRates? = nil
  ) throws -> MonitorReport {
    try MonitorReport(
      traces.map { MonitoredTrace($0, judge: judge, name: "tone", by: period, truth: $1) },
      judge: "tone@v1", body: body, by: period, rates: rates, windows: windows)
  }

  @Test(
    "A week belongs to the year of its Thursday",
    arguments: [
      ("2026-01-01", "2026-W01"), ("2027-01-03", "2026-W53"), ("2027-01-04", "2027-W01"),
      ("2024-12-30", "2025-W01"), ("1969-12-29", "1970-W01"), ("2026-11-30", "2026-W49"),
      ("0001-01-01", "0001-W01"),
    ])
  func weeks(day: String, week: String) throws {
    let time = try #require(Timestamp("\(day)T23:59:59.999Z"))
    #expect(MonitorPeriod.week(of: time) == week)
  }

  @Test("Each period has its counts, rates, cost and agreement; traces without a time come last")
  func rows() throws {
    var undated = Self.trace(9, "2026-10-01", "good")
    undated.0.requestTime = nil
    let report = try Self.report([
      Self.trace(1, "2026-10-02", "good", truth: "bad", cost: 0.25),
      Self.trace(2, "2026-10-01", "good", truth: "good", cost: 0.5),
      Self.trace(3, "2026-10-01", "bad", truth: "bad"), Self.trace(4, "2026-10-01", nil),
      Self.trace(5, "2026-10-01", "good", isJudged: false), undated,
    ])
    #expect(report.rows.map(\.period) == ["2026-10-01", "2026-10-02", nil])
    let first = report.rows[0]
    #expect(first.traces == 4 && first.judged == 3 && first.errors == 1)
    #expect(first.passed?.value == 0.5 && first.cost == 0.5)
    #expect(first.agreement.proportion.total == 2 && first.agreement.value == 1)
    #expect(report.rows[1].agreement.value == 0)
    #expect(report.all.judged == 5 && report.all.cost == 0.75 && !report.hasDrifted)
    #expect(report.json["periods"]?.arrayValue?.count == 3 && report.json["drift"] == .null)
  }

  @Test("A failed verdict does not agree with people")
  func failure() throws {
    let report = try Self.report([Self.trace(1, "2026-10-01", nil, truth: "good")])
    #expect(report.all.agreement.value == 0)
  }

  @Test("The corrected rate is that of Rogan and Gladen")
  func corrected() throws {
    let rates = try #require(
      HeldOutRates(["true_positive_counts": [90, 100], "true_negative_counts": [80, 100]]))
    let traces = (0..<10).map { Self.trace($0, "2026-10-01", $0 < 6 ? "good" : "bad") }
    let row = try Self.report(traces, rates: rates).all
    let estimate = try #require(row.corrected?.estimate)
    #expect(abs(estimate - (0.6 + 0.8 - 1) / 0.7) < 1e-12)
  }

  @Test("The latest period outside of the reference is tested by default")
  func latest() throws {
    let traces =
      (0..<40).map { Self.trace($0, "2026-09-30", $0 < 38 ? "good" : "bad") }
      + (40..<80).map { Self.trace($0, "2026-10-01", "good") }
      + (80..<120).map { Self.trace($0, "2026-10-02", $0 < 90 ? "good" : "bad") }
    let reference = try MonitorWindow("..2026-09-30")
    let report = try Self.report(traces, .init(reference: reference))
    #expect(report.windows?.tested == "2026-10-02" && report.hasDrifted)
    let calm = try Self.report(
      traces, .init(reference: reference, tested: try MonitorWindow("2026-10-01")))
    #expect(!calm.hasDrifted && calm.drift?.windowCount == 40)
    // A reference that is the latest period leaves the one before it.
    let before = try Self.report(traces, .init(reference: try MonitorWindow("2026-10-02")))
    #expect(before.windows?.tested == "2026-10-01")
  }

  @Test("Windows of tags are compared by value")
  func tags() throws {
    let traces = (0..<60).map { number in
      Self.trace(
        number, "2026-10-01", number < 30 ? "good" : "bad",
        tags: ["release": number < 30 ? "1" : "2"])
    }
    let report = try Self.report(
      traces, by: MonitorPeriod("release"), .init(reference: try MonitorWindow("1")))
    #expect(report.windows?.tested == "2" && report.hasDrifted)
    #expect(MonitorPeriod("tag:day") == .tag("day") && MonitorPeriod("tag:day").text == "tag:day")
  }

  @Test("Windows that are empty, overlap or cannot be read are refused")
  func refused() throws {
    let traces = [Self.trace(1, "2026-10-01", "good"), Self.trace(2, "2026-10-02", "good")]
    func code(_ reference: String, _ tested: String? = nil) -> JudgeFailure.Code? {
      do {
        _ = try Self.report(
          traces,
          .init(
            reference: try MonitorWindow(reference),
            tested: try tested.map { try MonitorWindow($0) })
        )
        return nil
      } catch { return (error as? JudgeFailure)?.code }
    }
    #expect(code("2026-10-01") == nil)
    #expect(code("2026-11-01") == .notFound)
    #expect(code("2026-10-01..2026-10-02") == .notFound, "no later verdict")
    #expect(code("2026-10-01", "..2026-10-01") == .usage)
    #expect(code("2026-10-02..2026-10-01") == .usage)
    #expect(code("..") == .usage)
    #expect(code("June..July") == .usage)
  }

  @Test("Outcomes are the values without passing ones, and quarters for numbers")
  func columns() {
    var body = JudgeBody(name: "tone", instructions: "Rate {{ outputs }}.")
    body.valueType = .float
    let numbers = (0..<100).map { JSONValue.number(Double($0)) }
    let columns = DriftColumns(body, reference: numbers)
    #expect(Set(numbers.map { columns.name(of: $0) }).count == 4)
    #expect(columns.name(of: 1000) == "above 75" && columns.name(of: -5) == "up to 25")
    #expect(columns.name(of: nil) == "error")
    body.valueType = .string
    #expect(DriftColumns(body, reference: ["a", "b"]).name(of: "c") == "other")
    #expect(DriftColumns(Self.body, reference: []).name(of: "bad") == "failed")
  }
}
