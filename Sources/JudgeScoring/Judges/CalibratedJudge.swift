public import JudgeJSON
public import JudgeRecords
public import JudgeWork

/// A judge whose verdicts are corrected by a model, learned from human labels, of when the base
/// judge is right.
public struct CalibratedJudge: Judge {
  /// The base's body with the calibration.
  public let body: JudgeBody
  /// The base judge: the same body without its calibration.
  public let base: any Judge
  private let model: CalibrationModel

  /// Creates a calibrated judge from a body that holds a calibration.
  ///
  /// - Parameters:
  ///   - base: the judge to correct; its body has the calibration too.
  ///   - calibration: the calibration as in the body.
  /// - Throws: `JudgeFailure` if this program cannot use the calibration.
  public init(base: any Judge, calibration: JSONObject) throws(JudgeFailure) {
    do { model = try CalibrationModel(json: .object(calibration)) } catch {
      throw JudgeFailure(.failed, error.message, remedy: error.remedy)
    }
    self.body = base.body
    self.base = base
  }

  /// The base's source.
  public var source: AssessmentSource { base.source }

  /// Prepares the base judge.
  public func prepare(_ traces: [Trace]) async { await base.prepare(traces) }

  /// Judges a trace with the base judge and corrects its verdict.
  ///
  /// If the base fails, this judge fails too.
  ///
  /// - Parameter trace: the trace.
  /// - Returns: a feedback; if the value was overridden, its metadata has the uncalibrated value.
  public func feedback(on trace: Trace) async -> Feedback {
    Self.calibrate(
      await base.feedback(on: trace), on: trace, expectations: body.expectations(of: trace),
      by: model)
  }

  /// Returns all feedback of the base judge, with its own verdict corrected.
  public func feedbacks(on trace: Trace) async -> [Feedback] {
    await base.feedbacks(on: trace).map { said in
      guard said.name == name, said.spanID == nil else { return said }
      return Self.calibrate(
        said, on: trace, expectations: body.expectations(of: trace), by: model)
    }
  }

  /// The calibration's probabilities for a verdict of this judge.
  package struct Belief: Sendable {
    /// The base judge's value.
    package let uncalibrated: JSONValue
    /// The calibration's values, each with its probability.
    package let probabilities: [(value: JSONValue, probability: Double)]
  }

  /// Returns the calibration's probabilities for a verdict of this judge.
  ///
  /// - Parameters:
  ///   - said: the judge's verdict.
  ///   - trace: the trace that was judged.
  /// - Returns: the base's value and the probabilities, or `nil` for an error.
  package func belief(about said: Feedback, on trace: Trace) -> Belief? {
    guard let value = said.value else { return nil }
    let was = said.metadata[Self.uncalibratedKey]?.stringValue.map { text in
      (model.classes + body.values).first { ($0.stringValue ?? $0.canonicalText) == text }
        ?? .string(text)
    }
    let base = was ?? value
    let features = LexicalFeatures(
      inputs: trace.inputs, outputs: trace.outputs, expectations: body.expectations(of: trace),
      words: model.words != nil)
    let prediction = model.predict(verdict: base, features: features)
    return Belief(
      uncalibrated: base,
      probabilities: zip(model.classes, prediction.probabilities).map { ($0, $1) })
  }

  /// The metadata key of the base's value if the calibration changed it.
  package static let uncalibratedKey = "uncalibrated_value"

  /// Corrects one verdict.
  package static func calibrate(
    _ said: Feedback, on trace: Trace, expectations: JSONValue?, by model: CalibrationModel
  ) -> Feedback {
    guard let value = said.value else { return said }
    let features = LexicalFeatures(
      inputs: trace.inputs, outputs: trace.outputs, expectations: expectations,
      words: model.words != nil)
    let prediction = model.predict(verdict: value, features: features)
    var feedback = said
    feedback.result = .success(prediction.value)
    guard prediction.value != value else { return feedback }
    let was = value.stringValue ?? value.canonicalText
    feedback.metadata[uncalibratedKey] = .string(was)
    feedback.rationale =
      "Calibration on the team's labels overrides the base judge's \"\(was)\"."
      + (said.rationale.map { " The base judge said: \($0)" } ?? "")
    return feedback
  }
}
