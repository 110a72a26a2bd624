import GRDB
import JudgeJSON
import JudgeRecords

/// One row of `span`: what searches ask for, taken from MLflow's or OpenTelemetry's fields.
struct SpanRow: Sendable {
  let id: String?
  let name: String?
  /// The span type, such as `LLM`.
  let type: String?
  /// `OK`, `ERROR` or `UNSET`.
  let status: String?
  /// Nanoseconds since 1970 as a decimal text, padded so that texts sort as numbers do.
  let start: String?
  /// The whole span as canonical JSON.
  let content: String

  init(_ span: JSONValue) {
    id = span["span_id"]?.stringValue ?? span["spanId"]?.stringValue
    name = span["name"]?.stringValue
    type =
      SpanAttributes.text("mlflow.spanType", of: span) ?? span["span_type"]?.stringValue
      ?? span["type"]?.stringValue
      ?? span["attributes"]?.objectValue.flatMap(SpanContent.type)
    status = Self.status(span["status"])
    let time = span["start_time_unix_nano"] ?? span["startTimeUnixNano"]
    start = time?.stringValue.map { text in
      String(repeating: "0", count: max(0, 24 - text.utf8.count)) + text
    }
    content = span.canonicalText
  }

  /// The status without OpenTelemetry's prefix; its numbers (0, 1, 2) are read too.
  private static func status(_ value: JSONValue?) -> String? {
    let code = value?["code"] ?? value
    if let number = code?.intValue {
      return switch number {
      case 0: "UNSET"
      case 1: "OK"
      case 2: "ERROR"
      default: String(number)
      }
    }
    guard let text = code?.stringValue else { return nil }
    let prefix = "STATUS_CODE_"
    return text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
  }

  func insert(key: Int64, trace: Int64, _ db: Database) throws {
    try db.run(
      """
      INSERT INTO span(key, trace, span_id, name, type, status, start, content)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .int(key), .int(trace), SQLValue(id), SQLValue(name), SQLValue(type), SQLValue(status),
        SQLValue(start), .text(content),
      ])
  }
}
