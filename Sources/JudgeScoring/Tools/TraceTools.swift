import JudgeJSON
import JudgeModels
import JudgePatterns
import JudgeRecords

/// The tools by which a model reads a trace or a session of any size: a pure value.
///
/// The names are those of MLflow's agent judges where both have the tool.
struct TraceTools: Sendable {
  /// A part that can be read: inputs, outputs, a span, a document, or a message of a session.
  private struct Part {
    let id: String
    let title: String
    let value: JSONValue

    /// The text, which is made only if a model reads it.
    var text: String { value.stringValue ?? value.prettyText() }
  }

  private let parts: [Part]
  private let documents: [Part]

  /// The number of parts on a page of `list_spans`.
  private static let pageSize = 100
  /// The number of characters on a page of a part.
  private static let pageLength = 8_000
  /// The number of matches of a search, and of characters around each.
  private static let mostMatches = 20
  private static let window = 300

  /// Makes the tools of a trace, or of the messages of its session.
  init(_ trace: Trace, ofSession isSession: Bool = false) {
    var parts: [Part] = []
    if !isSession {
      for (name, value) in [("inputs", trace.inputs), ("outputs", trace.outputs)]
      where !value.isNull { parts.append(Part(id: name, title: name, value: value)) }
      let sorted = trace.spans.sorted { Self.start($0) < Self.start($1) }
      for (place, span) in sorted.enumerated() {
        guard let object = span.objectValue, let fields = SpanFields(span) else { continue }
        let id = fields.id.isEmpty ? "span-\(place + 1)" : fields.id
        var title = [fields.name, fields.type].filter { !$0.isEmpty }.joined(separator: ", ")
        if let parent = fields.parent { title += ", in \(parent)" }
        if let status = Self.status(object) { title += ", \(status)" }
        if let time = Self.milliseconds(object) { title += ", \(time) ms" }
        parts.append(Part(id: id, title: title, value: span))
      }
    } else {
      for (place, message) in trace.sessionMessages.enumerated() {
        let role = message.objectValue?["role"]?.stringValue ?? "message"
        parts.append(Part(id: "message-\(place + 1)", title: role, value: message))
      }
    }
    self.parts = parts
    documents = RetrievedChunk.all(of: trace).map {
      Part(id: "\($0.index + 1)", title: $0.uri ?? "", value: .string($0.content))
    }
  }

  /// The tools as a model sees them.
  static let all: [ChatTool] = [
    ChatTool(
      "list_spans",
      "Lists the parts of the trace with their ids: inputs, outputs, and the spans in order of "
        + "time; in a session, its messages.",
      parameters: schema(["offset": whole("The number of parts to skip, by default 0.")])),
    ChatTool(
      "get_span", "Reads a part: a span, the inputs, the outputs, or a message of a session.",
      parameters: schema(
        [
          "span_id": ["type": "string", "description": "The id of the part."],
          "offset": whole("The character to begin at, by default 0."),
        ], required: ["span_id"])),
    ChatTool(
      "search_trace_regex",
      "Finds a regular expression in all parts and documents, in any case of letters.",
      parameters: schema(
        [
          "pattern": ["type": "string", "description": "The regular expression, as in Python."]
        ], required: ["pattern"])),
    ChatTool(
      "get_document", "Reads a retrieved document.",
      parameters: schema(
        [
          "number": whole("The number of the document, from 1."),
          "offset": whole("The character to begin at, by default 0."),
        ], required: ["number"])),
  ]

  /// Returns the answer to a call, which is never an error of the verdict.
  func answer(_ call: ChatToolCall) -> String {
    let arguments = call.object
    let offset = max(0, arguments["offset"]?.intValue ?? 0)
    switch call.name {
    case "list_spans": return list(from: offset)
    case "get_span":
      let id = arguments["span_id"]?.stringValue ?? ""
      guard let part = parts.first(where: { $0.id == id }) else {
        return "There is no part with the id \"\(id.prefix(80))\". list_spans lists them."
      }
      return page(part, from: offset)
    case "search_trace_regex": return search(arguments["pattern"]?.stringValue ?? "")
    case "get_document":
      let number = arguments["number"]?.intValue ?? 1
      guard documents.indices.contains(number - 1) else {
        return "There are \(documents.count) documents."
      }
      return page(documents[number - 1], from: offset)
    default:
      let names = Self.all.map(\.name).joined(separator: ", ")
      return "There is no tool \"\(call.name.prefix(80))\". There are \(names)."
    }
  }

  private func list(from offset: Int) -> String {
    let shown = parts.dropFirst(offset).prefix(Self.pageSize)
    var text = "\(parts.count) parts, \(documents.count) documents\n"
    for part in shown {
      text += "\(part.id): \(part.title.prefix(200)) (\(part.text.count) characters)\n"
    }
    let next = offset + shown.count
    if next < parts.count { text += "The list goes on at offset \(next).\n" }
    return text
  }

  private func page(_ part: Part, from offset: Int) -> String {
    let text = part.text
    let shown = text.dropFirst(offset).prefix(Self.pageLength)
    guard shown.endIndex < text.endIndex else { return String(shown) }
    return shown + "\n(It goes on at offset \(offset + Self.pageLength).)"
  }

  private func search(_ pattern: String) -> String {
    let compiled: Pattern
    do throws(PatternError) { compiled = try Pattern("(?is)\(pattern)") } catch {
      return "The pattern is not valid: \(error.message)."
    }
    var effort = PatternEffort.one
    var found: [String] = []
    for (kind, list) in [("", parts), ("document ", documents)] {
      for part in list {
        for (place, window) in Self.windows(part.text) {
          let isMatch: Bool
          do throws(PatternError) {
            isMatch = try compiled.matches(window, effort: &effort)
          } catch {
            found.append("The search ends here: \(error.message).")
            return found.joined(separator: "\n")
          }
          guard isMatch else { continue }
          found.append("\(kind)\(part.id), at offset \(place): \(window)")
          guard found.count < Self.mostMatches else {
            return found.joined(separator: "\n") + "\nThere may be more matches."
          }
        }
      }
    }
    return found.isEmpty ? "Nothing matches." : found.joined(separator: "\n")
  }

  /// Returns the windows of a text with their offsets; each overlaps with the next one by half.
  private static func windows(_ text: String) -> [(Int, String)] {
    guard text.count > window else { return [(0, text)] }
    let characters = Array(text)
    return stride(from: 0, to: characters.count - window / 2, by: window / 2).map {
      ($0, String(characters[$0..<min(characters.count, $0 + window)]))
    }
  }

  private static func start(_ span: JSONValue) -> Double { SpanFields(span)?.start ?? 0 }

  private static func status(_ span: JSONObject) -> String? {
    let status = span["status"]
    let code = status?.objectValue?["code"]?.stringValue ?? status?.stringValue ?? ""
    return code.uppercased().hasSuffix("ERROR") ? "ERROR" : nil
  }

  private static func milliseconds(_ span: JSONObject) -> Int? {
    func nanoseconds(_ key: String) -> Double? {
      span[key]?.doubleValue ?? span[key]?.stringValue.flatMap(Double.init)
    }
    guard let start = nanoseconds("start_time_unix_nano"),
      let end = nanoseconds("end_time_unix_nano"),
      end >= start, end - start < 1e18
    else { return nil }
    return Int((end - start) / 1e6)
  }

  private static func whole(_ description: String) -> JSONValue {
    ["type": "integer", "description": .string(description)]
  }

  private static func schema(_ properties: JSONObject, required: [JSONValue] = []) -> JSONObject {
    [
      "type": "object", "properties": .object(properties), "required": .array(required),
      "additionalProperties": false,
    ]
  }
}
