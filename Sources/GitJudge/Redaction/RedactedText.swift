import JudgeJSON

/// The texts of hidden records, in the forms in which they may appear elsewhere.
struct RedactedText {
  /// The beginnings of all texts of 8 characters or more.
  ///
  /// For records without such a text, the beginnings of fields that are that long as JSON.
  private(set) var passages: Set<String> = []
  /// For records without a passage, the longest text of 3 characters or more.
  private(set) var values: Set<String> = []

  /// The minimum length of a text to look for within other text.
  ///
  /// Shorter texts are in many prompts that are unrelated to a hidden record.
  static let shortest = 8

  /// The maximum number of characters of a text to look for.
  ///
  /// Prompts show only the beginning of a long text.
  static let longest = 100

  /// The fields of records that do not hold a person's text.
  private static let structural: Set<String> = [
    "kind", "v", "trace_id", "experiment", "run", "seen", "source", "source_type",
    "assessment_name", "create_time", "request_time", "state", "span_id", "parent_span_id",
  ]

  /// The fields that name a record and do not describe its content.
  private static let names: Set<String> = ["client_request_id", "row_key"]

  /// Reads the texts of hidden records.
  ///
  /// - Parameter documents: the JSON of the records.
  init(_ documents: [[UInt8]]) {
    for document in documents {
      guard let record = (try? JSONValue(parsing: document))?.objectValue else { continue }
      var found = Found()
      var hasPassage = false
      for member in record where !Self.structural.contains(member.key) {
        let own = Self.texts(of: member.value)
        if !Self.names.contains(member.key), !own.passages.isEmpty { hasPassage = true }
        found.add(own)
      }
      passages.formUnion(found.passages)
      guard !hasPassage else { continue }
      passages.formUnion(found.fields)
      let short = found.texts.filter { $0.count < Self.shortest }
      if let longest = short.max(by: { $0.count < $1.count }), longest.count >= 3 {
        values.insert(longest)
      }
    }
  }

  /// All passages and values, sorted.
  var needles: [String] { passages.union(values).sorted() }

  private struct Found {
    var texts: [String] = []
    var passages: [String] = []
    /// Whole fields without a passage: short texts, numbers and names of members.
    var fields: [String] = []

    mutating func add(_ other: Found) {
      texts += other.texts
      passages += other.passages
      fields += other.fields
    }
  }

  private static func texts(of value: JSONValue) -> Found {
    switch value {
    case .string(let text):
      // Spans hold JSON as text, which prompts show as JSON.
      guard let first = text.utf8.first(where: { $0 > 0x20 }), "{[".utf8.contains(first),
        let inner = try? JSONValue(parsing: text)
      else { return leaf(text) }
      var found = texts(of: inner)
      if found.passages.isEmpty { found.fields += beginnings([text]) }
      return found
    case .number: return leaf(value.canonicalText)
    case .array(let items): return field(value, items)
    case .object(let object):
      return field(value, object.filter { !structural.contains($0.key) }.map(\.value))
    case .null, .bool: return Found()
    }
  }

  private static func leaf(_ text: String) -> Found {
    let text = trimmed(text)
    return Found(texts: [text], passages: beginnings([text]))
  }

  /// Returns the texts of a field's parts, or without a passage, the field as templates show it.
  private static func field(_ value: JSONValue, _ parts: [JSONValue]) -> Found {
    var found = parts.reduce(into: Found()) { $0.add(texts(of: $1)) }
    found.fields =
      found.passages.isEmpty ? beginnings([value.prettyText(), value.canonicalText]) : []
    return found
  }

  private static func beginnings(_ texts: [String]) -> [String] {
    texts.map(trimmed).filter { $0.count >= shortest }.map { String($0.prefix(longest)) }
  }

  private static func trimmed(_ text: String) -> String {
    var rest = text[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
