package import JudgeJSON

/// One span of several versions and parts of it.
///
/// A span can come while it runs and again when it has ended, by two ways, or twice. Log records
/// give it further events, before or after it. All of them are records; this is decided when the
/// spans are read, and does not depend on the order in which they came.
package enum SpanUnion {
  /// Returns the spans, each once.
  ///
  /// - Parameter spans: the spans of a trace.
  /// - Returns: the spans in the order of their first versions; parts without their span are last.
  package static func united(_ spans: [JSONValue]) -> [JSONValue] {
    var seen: Set<String> = []
    let isRepeated = spans.contains { span in
      span["span_id"]?.stringValue.map { !seen.insert($0).inserted } ?? false
    }
    guard isRepeated else { return spans }
    var places: [Key: Int] = [:]
    var groups: [[JSONObject]] = []
    var result: [JSONValue] = []
    // Parts without name and start follow, so that they find their span.
    for (key, span) in spans.map({ (Key($0), $0) }).sorted(by: { !$0.0.isPart && $1.0.isPart }) {
      let place = key.isPart ? places.filter { $0.key.id == key.id }.values.min() : places[key]
      if let place, let object = span.objectValue, !key.id.isEmpty {
        groups[place].append(object)
      } else {
        places[key] = groups.count
        groups.append(span.objectValue.map { [$0] } ?? [])
        result.append(span)
      }
    }
    for (place, group) in groups.enumerated() where group.count > 1 {
      result[place] = .object(SpanParts.joined(united(versions: group)))
    }
    return result
  }

  /// What versions of one span have in common.
  ///
  /// Programs that number their spans may use an id twice, so the id alone is not enough.
  private struct Key: Hashable {
    let id: String
    let name: String?
    let start: String?

    init(_ span: JSONValue) {
      id = span["span_id"]?.stringValue ?? ""
      name = span["name"]?.stringValue
      start = span["start_time_unix_nano"]?.stringValue
    }

    /// Whether it is only a part of a span, such as events.
    var isPart: Bool { name == nil && start == nil && !id.isEmpty }
  }

  /// The version that counts, with what only others have: attributes, events and other members.
  private static func united(versions: [JSONObject]) -> JSONObject {
    let ranked = versions.map { (rank: rank($0), text: JSONValue.object($0).canonicalText, $0) }
      .sorted { left, right in
        left.rank == right.rank
          ? right.text.utf8.lexicographicallyPrecedes(left.text.utf8) : left.rank > right.rank
      }
      .map(\.2)
    guard var result = ranked.first else { return [:] }
    for other in ranked.dropFirst() {
      let (mine, theirs) = (result["attributes"]?.objectValue, other["attributes"]?.objectValue)
      let events = union(result["events"]?.arrayValue ?? [], other["events"]?.arrayValue ?? [])
      result = other.merging(result)
      if let theirs { result["attributes"] = .object(theirs.merging(mine ?? [:])) }
      if !events.isEmpty { result["events"] = .array(events) }
    }
    return result
  }

  /// An ended span counts before a running one, and this before a part.
  private static func rank(_ span: JSONObject) -> Int {
    if span["end_time_unix_nano"]?.stringValue != nil { return 2 }
    return span["start_time_unix_nano"]?.stringValue != nil ? 1 : 0
  }

  /// Both lists in order of time, each event once; of the same time, in the order of their lists.
  private static func union(_ left: [JSONValue], _ right: [JSONValue]) -> [JSONValue] {
    var seen: Set<JSONValue> = []
    let all = (left.enumerated().map { $0 } + right.enumerated().map { $0 }).filter {
      seen.insert($0.element).inserted
    }
    return all.map { (key: key($0.element, $0.offset), value: $0.element) }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.value)
  }

  /// A text by which events sort.
  private static func key(_ event: JSONValue, _ offset: Int) -> String {
    [event["time_unix_nano"]?.stringValue ?? "", String(offset)].map {
      String(repeating: "0", count: max(0, 24 - $0.utf8.count)) + $0
    }.joined() + event.canonicalText
  }
}
