public import JudgeJSON

/// A trace as judges and people see it: the state from the records about it, labels included.
///
/// A trace carries its assessments, so judges never need the store.
public struct Trace: Hashable, Sendable {
  /// The trace id.
  public var id: String
  /// The identity of its record; missing for rows that are not in a store.
  public var record: ContentID?
  /// The caller's key.
  public var clientRequestID: String?
  /// The experiment.
  public var experiment: ContentID?
  /// When the request came in.
  public var requestTime: Timestamp?
  /// How long it took, in milliseconds.
  public var executionDuration: Double?
  /// `OK`, `ERROR`, `IN_PROGRESS` or `STATE_UNSPECIFIED`.
  public var state: String
  /// What went in.
  public var inputs: JSONValue
  /// What came out.
  public var outputs: JSONValue
  /// Retrieved documents, `[{doc_uri, content}]`.
  public var retrievedContext: [JSONValue]
  /// The tags in force; judges never see them.
  public var tags: JSONObject
  /// The `group` tag as imported: the split keeps a group together.
  public var group: String?
  /// Metadata that never changes.
  public var metadata: JSONObject
  /// The spans.
  public var spans: [JSONValue]
  /// Human and code labels and expectations, with their standing.
  public var labels: [Label]
  /// What judges said.
  public var verdicts: [Feedback]
  /// The hash of what a reviewer is shown now.
  public var shown: ContentID?
  /// What adjudicators decided, by feedback name: it outranks the labels.
  public var decisions: [String: JSONValue]
  /// The messages of the whole session, `[{role, content}]`, if the session is what is judged.
  public var conversation: [JSONValue]

  /// Creates a trace with inputs and outputs only.
  public init(id: String, inputs: JSONValue, outputs: JSONValue) {
    self.id = id
    self.inputs = inputs
    self.outputs = outputs
    state = "OK"
    retrievedContext = []
    tags = JSONObject()
    metadata = JSONObject()
    spans = []
    labels = []
    verdicts = []
    decisions = [:]
    conversation = []
  }

  /// The expectations in force as `{name: value}`, from human sources as in MLflow's scoring.
  ///
  /// `nil` if there is none.
  public var expectations: JSONValue? {
    var object = JSONObject()
    for label in labels where label.standing == .counts {
      guard case .expectation(let value) = label.assessment.content,
        label.assessment.source.type == .human
      else { continue }
      object[label.assessment.name] = value
    }
    return object.isEmpty ? nil : .object(object)
  }

  /// The human votes on a question: one per source, those that count.
  ///
  /// Labels that a program entered are nobody's vote.
  ///
  /// - Parameters:
  ///   - name: the feedback name.
  ///   - includeStale: whether labels count whose trace has changed since.
  /// - Returns: labels with a value, in order of (time, id).
  public func votes(on name: String, includeStale: Bool = true) -> [Label] {
    labels.filter { label in
      guard label.standing == .counts, Bytewise.equal(label.assessment.name, name),
        label.assessment.source.type == .human, label.assessment.spanID == nil,
        case .feedback = label.assessment.content, label.assessment.enteredBy == nil
      else { return false }
      return includeStale || !label.isStale
    }
  }
}

extension Trace {
  /// The group that must stay together in any split: the `group` tag as imported, else the inputs.
  ///
  /// Inputs are compared as canonical JSON with ASCII letters lowered and runs of white space
  /// folded to one space, so that the same question asked twice is one group.
  package var splitGroup: String { group ?? Self.normalised(inputs.canonicalText) }

  private static func normalised(_ text: String) -> String {
    var result: [UInt8] = []
    var pendingSpace = false
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      var next = byte
      // Canonical JSON writes tabs and line breaks as two characters.
      if byte == 0x5c, let escaped = bytes.first {
        if escaped == 0x6e || escaped == 0x74 || escaped == 0x72 {
          bytes.removeFirst()
          next = 0x20
        } else {
          if pendingSpace { result.append(0x20) }
          pendingSpace = false
          result.append(byte)
          result.append(escaped)
          bytes.removeFirst()
          continue
        }
      }
      if next == 0x20 {
        pendingSpace = true
        continue
      }
      if pendingSpace { result.append(0x20) }
      pendingSpace = false
      result.append((0x41...0x5a).contains(next) ? next + 0x20 : next)
    }
    return String(decoding: result, as: UTF8.self)
  }
}
