package import JudgeJSON

/// What a reviewer adds to a label: tags, confidence and quotations.
public struct LabelDetails: Hashable, Sendable {
  /// A quotation from the trace, as evidence for a label.
  public struct Evidence: Hashable, Sendable {
    /// The span with the text, or `nil` for the trace itself.
    public var spanID: String?
    /// The place of the text within the trace or span, as a JSON pointer such as `/outputs`.
    public var path: String
    /// The first quoted Unicode scalar, from 0.
    public var start: Int
    /// The first Unicode scalar after the quotation.
    public var end: Int
    /// The quoted text.
    public var text: String

    /// Creates a quotation.
    public init(spanID: String? = nil, path: String, start: Int, end: Int, text: String) {
      self.spanID = spanID
      self.path = path
      self.start = start
      self.end = end
      self.text = text
    }
  }

  /// Short words for what is wrong, in the reviewer's order.
  public var tags: [String] = []
  /// `sure` or `unsure`, or `nil` if the reviewer does not say.
  public var confidence: String?
  /// Quotations from the trace.
  public var evidence: [Evidence] = []

  /// Creates empty details.
  public init() {}

  /// Whether the reviewer has added nothing.
  public var isEmpty: Bool { self == LabelDetails() }

  /// Reads the members `tags`, `confidence` and `evidence` of an object.
  package init(_ reader: FieldReader) throws(RecordError) {
    tags = try reader.optionalTexts("tags")
    confidence = try reader.optionalWord("confidence", of: ["sure", "unsure"])
    for (place, value) in (try reader.optionalArray("evidence") ?? []).enumerated() {
      let path = reader.name("evidence[\(place)]")
      guard let object = value.objectValue else {
        throw reader.fail("evidence[\(place)]", "must be an object")
      }
      evidence.append(try Evidence(FieldReader(object, path: path)))
    }
  }

  /// The details as JSON; empty members are omitted.
  package var json: JSONObject {
    var object = JSONObject()
    object.put("tags", texts: tags)
    object.put("confidence", confidence)
    object.put("evidence", list: evidence.map(\.json))
    return object
  }

  /// The details as members of a label's metadata, whose values are texts.
  ///
  /// Tags and evidence are JSON lists.
  package var metadata: JSONObject {
    var metadata = JSONObject()
    for member in json {
      metadata[member.key] = .string(member.value.stringValue ?? member.value.canonicalText)
    }
    return metadata
  }
}

extension LabelDetails.Evidence {
  init(_ reader: FieldReader) throws(RecordError) {
    spanID = try reader.optionalNonEmpty("span_id")
    path = try reader.text("path", allowEmpty: true)
    start = try reader.int("start", from: 0)
    end = try reader.int("end", from: start)
    text = try reader.text("text")
  }

  var json: JSONValue {
    var object: JSONObject = ["path": .string(path)]
    object.put("span_id", spanID)
    object.put("start", start)
    object.put("end", end)
    object.put("text", text)
    return .object(object)
  }
}
