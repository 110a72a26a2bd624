import JudgeJSON

/// The status of a span in OpenTelemetry's form: `{"code": "STATUS_CODE_OK", "message": …}`.
enum SpanStatus {
  private static let prefix = "STATUS_CODE_"
  /// The words for OpenTelemetry's status codes, by number.
  private static let words = ["UNSET", "OK", "ERROR"]

  /// Converts other forms of the status to this form.
  ///
  /// These are `{"code": "OK"}` (MLflow 3.5.0), a bare word, a number, and the `status_code` and
  /// `status_message` of schema v2.
  static func normalise(_ span: inout JSONObject) {
    var status: JSONObject
    switch span["status"] {
    case .object(let object)?: status = object
    case let code? where !code.isNull: status = ["code": code]
    default: status = JSONObject()
    }
    for (old, new) in [("status_code", "code"), ("status_message", "message")] {
      if let value = span[old] {
        if status[new] == nil, !value.isNull { status[new] = value }
        span[old] = nil
      }
    }
    if let number = status["code"]?.intValue, words.indices.contains(number) {
      status["code"] = .string(prefix + words[number])
    } else if let code = status["code"]?.stringValue, !code.hasPrefix(prefix) {
      status["code"] = .string(prefix + code)
    }
    span["status"] = status.isEmpty ? nil : .object(status)
  }
}
