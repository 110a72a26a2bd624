import FoundationEssentials
import JudgeJSON
import JudgeRecords
import JudgeWork

/// Where a page of a listing ended: the values it was sorted by, and the trace id.
///
/// Rows that come or go before that place do not move it, as they would an offset.
struct TraceCursor: Hashable {
  let values: [SQLValue]

  init(values: [SQLValue]) { self.values = values }

  /// Reads a cursor of the same search.
  init(_ text: String, for query: TraceQuery, count: Int) throws(JudgeFailure) {
    let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
    let padding = String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
    guard let data = Data(base64Encoded: base64 + padding),
      let value = try? JSONValue(parsing: [UInt8](data)),
      let search = value["search"]?.stringValue, let list = value["after"]?.arrayValue
    else {
      throw JudgeFailure(
        .badCursor, "the cursor is not one of a trace listing",
        remedy: "give what the page before returned as next")
    }
    guard search == Self.fingerprint(query), list.count == count else {
      throw JudgeFailure(
        .badCursor, "the cursor belongs to another search",
        remedy: "repeat filter, order and experiment of the page before")
    }
    values = list.map { item in
      if let text = item.stringValue { return .text(text) }
      return item.doubleValue.map(SQLValue.real) ?? .null
    }
  }

  /// The cursor as people carry it: base64url of JSON.
  func text(for query: TraceQuery) -> String {
    let list = values.map { value -> JSONValue in
      switch value {
      case .null, .blob: .null
      case .int(let number): .number(Double(number))
      case .real(let number): .number(number)
      case .text(let text): .string(text)
      }
    }
    let value: JSONValue = ["search": .string(Self.fingerprint(query)), "after": .array(list)]
    return Data(value.canonicalBytes()).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// What must be the same from page to page.
  private static func fingerprint(_ query: TraceQuery) -> String {
    let parts: JSONValue = [
      .string(query.experiment?.hex ?? ""), .string(query.filter ?? ""),
      .array(query.orderBy.map { .string($0) }), .bool(query.includeDeleted),
    ]
    return ContentID(hashing: parts.canonicalBytes()).prefix(16)
  }
}
