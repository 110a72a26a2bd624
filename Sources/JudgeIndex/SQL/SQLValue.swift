import JudgeJSON
import JudgeRecords

/// A value bound to a statement.
enum SQLValue: Hashable, Sendable {
  case null
  case int(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }
  init(_ number: Int64?) { self = number.map(SQLValue.int) ?? .null }
  init(_ number: Double?) { self = number.map(SQLValue.real) ?? .null }
  init(_ bytes: [UInt8]?) { self = bytes.map(SQLValue.blob) ?? .null }
  init(_ id: ContentID?) { self = id.map(SQLValue.id) ?? .null }
  init(_ flag: Bool) { self = .int(flag ? 1 : 0) }

  /// An identity as its 32 bytes, which sort as its digits do.
  static func id(_ id: ContentID) -> SQLValue { .blob(id.digest.bytes) }
}
