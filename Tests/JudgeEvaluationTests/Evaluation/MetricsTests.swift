import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import Testing

@Suite("Figures of an evaluation")
struct MetricsTests {
  private func body(_ values: [JSONValue] = [], pass: [JSONValue] = []) -> JudgeBody {
    var body = JudgeBody(name: "tone", instructions: "{{ inputs }}")
    body.values = values
    body.pass = pass
    return body
  }

  private func said(_ values: JSONValue?...) -> [Feedback] {
    values.map { $0.map { People.verdict($0, by: "m") } ?? People.failure(by: "m") }
  }

  private func mean(_ feedback: [Feedback], _ body: JudgeBody) -> Double? {
    Metrics.of(feedback, body, truth: [])["tone/mean"]
  }

  @Test("Casts as MLflow: numbers and booleans as they are, yes and no in any case, others not")
  func casts() {
    #expect(mean(said(1, 2, 4.5), body()) == 2.5)
    #expect(mean(said(true, false, true, true), body()) == 0.75)
    #expect(mean(said("yes", "No", "YES", "maybe"), body()) == 2.0 / 3)
    #expect(mean(said("good", "poor"), body()) == nil)
    #expect(mean(said(nil), body()) == nil)
  }

  @Test("Passing values are a rate of their own, and a mean only for texts without another number")
  func pass() {
    let texts = Metrics.of(
      said("good", "poor", "good", nil), body(["good", "poor"], pass: ["good"]), truth: [])
    #expect(texts["tone/mean"] == 2.0 / 3 && texts["tone/pass_rate"] == 2.0 / 3)
    let numbers = Metrics.of(said(1, 4, 5), body([1, 2, 3, 4, 5], pass: [4, 5]), truth: [])
    #expect(numbers["tone/mean"] == 10.0 / 3 && numbers["tone/pass_rate"] == 2.0 / 3)
    let inverted = Metrics.of(
      said("yes", "no", "no"), body(["yes", "no"], pass: ["no"]), truth: [])
    #expect(inverted["tone/mean"] == 1.0 / 3 && inverted["tone/pass_rate"] == 2.0 / 3)
    #expect(Metrics.of(said("a"), body(["a"]), truth: [])["tone/pass_rate"] == nil)
  }

  @Test("Errors are counted beside, never in a mean and never unsaid")
  func errors() {
    let figures = Metrics.of(said("yes", nil, "no", nil), body(["yes", "no"]), truth: [])
    #expect(figures["tone/errors"] == 2 && figures["tone/error_rate"] == 0.5)
    #expect(figures["tone/mean"] == 0.5)
    #expect(figures["tone/count/yes"] == 1 && figures["tone/count/no"] == 1)
    let none = Metrics.of([], body(["yes"]), truth: [])
    #expect(none["tone/errors"] == 0 && none["tone/error_rate"] == 0)
  }

  @Test("Accuracy is over labelled rows, failures are wrong, and those answered stand beside")
  func accuracy() {
    let figures = Metrics.of(
      said("yes", "no", nil, "no"), body(["yes", "no"]), truth: ["yes", "yes", "no", nil])
    #expect(figures["tone/accuracy"] == 1.0 / 3 && figures["tone/labelled"] == 3)
    #expect(figures["tone/accuracy_answered"] == 0.5)
    // Observed 1/3; by chance yes 2/3 · 1/3, no 1/3 · 1/3, and a failure never.
    #expect(abs((figures["tone/cohen_kappa"] ?? 1) - 0) < 1e-12)
    #expect(figures["tone/cohen_kappa_answered"] == 0)
    let answered = Metrics.of(said("yes"), body(["yes", "no"]), truth: ["yes"])
    #expect(answered["tone/accuracy"] == 1 && answered["tone/accuracy_answered"] == nil)
    let without = Metrics.of(said("yes"), body(["yes", "no"]), truth: [nil])
    #expect(without["tone/accuracy"] == nil && without["tone/labelled"] == nil)
    let typed = Metrics.of(said(1), body(), truth: ["1"])
    #expect(typed["tone/accuracy"] == 0)
  }

  @Test("A name of its own keeps two versions apart")
  func names() {
    let figures = Metrics.of(said("yes"), body(["yes"]), named: "tone@v2", truth: ["yes"])
    #expect(figures["tone@v2/accuracy"] == 1 && figures["tone/accuracy"] == nil)
  }
}
