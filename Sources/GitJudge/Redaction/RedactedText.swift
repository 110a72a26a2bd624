import JudgeJSON

/// The texts of hidden records, as they may appear elsewhere.
enum RedactedText {
  /// The shortest text to look for.
  ///
  /// Shorter texts are in many prompts that have nothing to do with a hidden record.
  private static let shortest = 8

  /// The most characters of a text to look for.
  private static let longest = 100

  /// The fields of records that do not hold a person's text.
  private static let structural: Set<String> = [
    "kind", "v", "trace_id", "experiment", "run", "seen", "source", "source_type",
    "assessment_name", "create_time", "request_time", "state", "span_id", "parent_span_id",
  ]

  /// The texts to look for: the first 100 characters of every text of 8 or more in the records, or
  /// the longest one if all are shorter.
  ///
  /// - Parameter documents: the JSON of hidden records.
  /// - Returns: each text once.
  static func needles(_ documents: [[UInt8]]) -> [String] {
    var found: Set<String> = []
    for document in documents {
      guard let value = try? JSONValue(parsing: document) else { continue }
      var texts: [String] = []
      collect(value, into: &texts)
      // Prompts show the beginning of a long text only.
      let long = texts.filter { $0.count >= shortest }.map { String($0.prefix(longest)) }
      if long.isEmpty, let longest = texts.max(by: { $0.count < $1.count }), longest.count >= 3 {
        found.insert(longest)
      }
      found.formUnion(long)
    }
    return found.sorted()
  }

  private static func collect(_ value: JSONValue, into texts: inout [String]) {
    if let text = value.stringValue {
      // Spans keep JSON as a text, which prompts show as JSON.
      if let first = text.utf8.first, "{[".utf8.contains(first),
        let inner = try? JSONValue(parsing: text)
      {
        collect(inner, into: &texts)
      } else {
        texts.append(text)
      }
    } else if let object = value.objectValue {
      for member in object where !structural.contains(member.key) {
        collect(member.value, into: &texts)
      }
    } else {
      for item in value.arrayValue ?? [] { collect(item, into: &texts) }
    }
  }
}
