import JudgeJSON
import JudgeRecords

/// The traces of an import that have spans, and neither inputs nor outputs.
struct BareTraces {
  /// The names of the attributes of their spans, by trace id.
  private var attributes: [String: Set<String>] = [:]

  /// The number of these traces.
  var count: Int { attributes.count }

  /// Adds spans of a trace without inputs and outputs.
  mutating func add(_ trace: String, spans: [JSONValue]) {
    for span in spans {
      attributes[trace, default: []].formUnion(span["attributes"]?.objectValue?.keys ?? [])
    }
  }

  /// Removes a trace whose inputs or outputs were found.
  mutating func remove(_ trace: String) { attributes[trace] = nil }

  /// The warning with the attributes that the spans have, or `nil` without such traces.
  var warning: String? {
    guard count > 0 else { return nil }
    let names = attributes.values.reduce(into: Set<String>()) { $0.formUnion($1) }.sorted()
    let list = names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    return "\(Count.of(count, "trace has", "traces have")) spans, and neither inputs nor outputs "
      + "in the attributes that are read"
      + (names.isEmpty ? "; the spans have no attributes" : "; they have: \(list)")
  }
}
