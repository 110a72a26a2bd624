package import JudgeJSON

/// Why there is no value: a judge that failed, a verdict that could not be read.
///
/// Shape as MLflow's `AssessmentError`.
public struct AssessmentError: Hashable, Sendable, Error {
  /// A stable word, such as `ASSESSMENT_ERROR`.
  public var code: String
  /// What happened, for people.
  public var message: String?
  /// A stack trace, if the source gave one.
  public var stackTrace: String?

  /// MLflow's code for an error that was given as a bare text.
  public static let defaultCode = "ASSESSMENT_ERROR"

  /// Creates an error.
  public init(code: String = AssessmentError.defaultCode, message: String? = nil) {
    self.code = code
    self.message = message
  }

  package init(_ reader: FieldReader) throws(RecordError) {
    code = try reader.text("error_code")
    message = try reader.optionalText("error_message")
    stackTrace = try reader.optionalText("stack_trace")
  }

  package var json: JSONValue {
    var object: JSONObject = ["error_code": .string(code)]
    object.put("error_message", message)
    object.put("stack_trace", stackTrace)
    return .object(object)
  }

  /// Code and message on one line.
  public var text: String { message.map { "\(code): \($0)" } ?? code }
}
