import JudgeJSON
import JudgeRecords

extension AssessmentFields {
  /// Returns the content: MLflow's `feedback` or `expectation`, or a direct `value` or `error`.
  ///
  /// - Parameters:
  ///   - isHuman: whether a person is the source. A person's line with both a value and an error is
  ///     refused.
  ///   - tally: counts the repaired values.
  /// - Returns: the content, or `nil` if the value is `null`: tables write a missing value as NaN
  ///   or null.
  /// - Throws: `ImportError` with the field.
  func content(
    isHuman: Bool, tally: inout RepairTally
  ) throws(ImportError) -> Assessment.Content? {
    if let feedback = try fields.child("feedback") {
      return try Self.feedback(feedback, isShort: false, tally: &tally)
    }
    if let expectation = try fields.child("expectation") {
      let value = try Self.expectation(expectation, tally: &tally)
      return value.isNull ? nil : .expectation(value)
    }
    return try Self.feedback(fields, isShort: isHuman, tally: &tally)
  }

  private static func feedback(
    _ fields: LineFields, isShort: Bool, tally: inout RepairTally
  ) throws(ImportError) -> Assessment.Content? {
    if let error = fields.value("error") {
      if fields.value("value") != nil {
        // The author of the line means one of them; keeping one would silently lose the other.
        guard !isShort else {
          throw fields.fail("error", "stands beside a value: a label has one or the other")
        }
        // MLflow can hold both a value and an error; feedback without a value is the safe reading.
        tally.repaired += 1
      }
      return .error(try Self.error(error, fields))
    }
    guard let value = fields.valueOrNull("value") else {
      throw fields.fail("value", "is missing, and there is no error either")
    }
    return value.isNull ? nil : .feedback(value)
  }

  private static func error(
    _ value: JSONValue, _ fields: LineFields
  ) throws(ImportError) -> AssessmentError {
    if let text = value.stringValue { return AssessmentError(message: text) }
    guard let inner = try? fields.child("error") else {
      throw fields.fail("error", "must be a text or {error_code, error_message}")
    }
    var error = AssessmentError(
      code: try inner.text("error_code") ?? AssessmentError.defaultCode,
      message: try inner.text("error_message"))
    error.stackTrace = try inner.text("stack_trace")
    return error
  }

  /// Reads an expectation; MLflow writes lists and objects as JSON text under `serialized_value`.
  private static func expectation(
    _ fields: LineFields, tally: inout RepairTally
  ) throws(ImportError) -> JSONValue {
    if let value = fields.valueOrNull("value") { return value }
    guard let serialized = try fields.child("serialized_value"),
      let text = try serialized.text("value")
    else { throw fields.fail("value", "is missing") }
    guard let (value, repairs) = EmbeddedJSON.read(text) else {
      throw serialized.fail("value", "is not the JSON text that serialization_format says")
    }
    tally.repaired += repairs.count
    return value
  }
}
