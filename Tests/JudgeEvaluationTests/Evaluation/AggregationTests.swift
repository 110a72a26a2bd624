import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring
import Testing

@Suite("Aggregations and corrected rates")
struct AggregationTests {
  // numpy: np.percentile, np.median, np.var of these values.
  @Test("The six figures are numpy's")
  func figures() throws {
    let values = [3.0, 1, 4, 1, 5, 9, 2, 6]
    let expected: [Aggregation: Double] = [
      .min: 1, .max: 9, .mean: 3.875, .median: 3.5, .variance: 6.609375, .p90: 6.9,
    ]
    for aggregation in Aggregation.allCases {
      let value = try #require(aggregation.of(values))
      #expect(abs(value - (expected[aggregation] ?? .nan)) < 1e-12, "\(aggregation)")
      #expect(aggregation.of([]) == nil)
    }
    #expect(Aggregation.p90.of([7]) == 7)
  }

  @Test("A pass rate is corrected by held-out counts, with an interval; without counts not at all")
  func corrected() throws {
    var body = JudgeBody(name: "tone", instructions: "")
    body.values = ["yes", "no"]
    body.pass = ["yes"]
    let source = AssessmentSource(type: .llmJudge, id: "gpt")
    let said: [Feedback?] = (0..<100).map {
      Feedback(name: "tone", value: $0 < 60 ? "yes" : "no", rationale: nil, source: source)
    }
    let rates = try #require(
      HeldOutRates(["true_positive_counts": [45, 50], "true_negative_counts": [40, 50]]))
    let result = Metrics.corrected(said, body, named: "tone", rates: rates)
    // (0.6 + 0.8 − 1) / (0.9 + 0.8 − 1)
    let estimate = try #require(result["tone/pass_rate_corrected"])
    #expect(abs(estimate - 0.4 / 0.7) < 1e-12)
    let lower = try #require(result["tone/pass_rate_corrected_lower"])
    let upper = try #require(result["tone/pass_rate_corrected_upper"])
    #expect(lower < estimate && estimate < upper && lower > 0.3 && upper < 0.8)
    // Traces that are alike within groups are fewer.
    let alike = try #require(
      HeldOutRates([
        "true_positive_counts": [45, 50], "true_negative_counts": [40, 50],
        "fit": [
          "criteria": [
            ["name": "TPR", "design_effect": 5], ["name": "TNR", "design_effect": 4],
          ]
        ],
      ]))
    #expect(alike.designEffects == RoganGladen.DesignEffects(positive: 5, negative: 4))
    let wide = Metrics.corrected(said, body, named: "tone", rates: alike)
    #expect(wide["tone/pass_rate_corrected"] == estimate)
    #expect(try #require(wide["tone/pass_rate_corrected_lower"]) < lower - 0.03)
    #expect(try #require(wide["tone/pass_rate_corrected_upper"]) > upper + 0.03)
    #expect(HeldOutRates(["true_positive_rate": 0.9]) == nil && HeldOutRates(nil) == nil)
    let chance = try #require(
      HeldOutRates(["true_positive_counts": [25, 50], "true_negative_counts": [25, 50]]))
    #expect(Metrics.corrected(said, body, named: "tone", rates: chance).isEmpty)
  }

  @Test("Latency, tokens and documents are measured of every row")
  func measures() {
    var trace = Trace(id: "a", inputs: "q", outputs: "a")
    trace.executionDuration = 1500
    trace.retrievedContext = [["content": "x"], ["content": "y"]]
    trace.metadata["mlflow.trace.tokenUsage"] = #"{"input_tokens": 10, "output_tokens": 5}"#
    #expect(
      RowMeasures(trace).values == [
        "latency_seconds": 1.5, "input_tokens": 10, "output_tokens": 5, "total_tokens": 15,
        "chunk_count": 2,
      ])
    let metrics = RowMeasures.metrics([
      RowMeasures(trace), RowMeasures(Trace(id: "b", inputs: "q", outputs: "a")),
    ])
    #expect(metrics["chunk_count/mean"] == 1 && metrics["latency_seconds/mean"] == 1.5)
  }

  @Test("A judge of sessions is asked once per session and its verdict stands on the first trace")
  func sessions() async throws {
    var body = JudgeBody(name: "polite", instructions: "{{ conversation }}")
    body.form = .function
    let judge = FunctionJudge(body) { $0.conversation.count }
    var traces = ["b", "a", "lone"].map { Trace(id: $0, inputs: "q", outputs: "a") }
    for (place, time) in [(0, 20), (1, 10)] {
      traces[place].requestTime = Timestamp(clamping: Int64(time))
      traces[place].metadata["mlflow.trace.session"] = "s"
    }
    let said = await scoreAll(traces, with: judge)
    #expect(said.map { $0.compactMap(\.value) } == [[], [4], [2]])
    #expect(said[1][0].metadata["mlflow.trace.session"] == "s")
    #expect(said[2][0].metadata["mlflow.trace.session"] == nil)
  }
}
