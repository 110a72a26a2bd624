public import JudgeJSON

/// A trace as judges and people see it: its state, computed from its records, with labels.
///
/// A trace carries its assessments, so judges never need the store.
public struct Trace: Hashable, Sendable {
  /// The trace id.
  public var id: String
  /// The identity of its record; `nil` for rows that are not in a store.
  public var record: ContentID?
  /// The key that the caller gave it.
  public var clientRequestID: String?
  /// The key of the row of an evaluation that it was recorded from; `nil` for other traces.
  public var rowKey: String?
  /// The experiment.
  public var experiment: ContentID?
  /// The time of the request.
  public var requestTime: Timestamp?
  /// The duration of the request in milliseconds.
  public var executionDuration: Double?
  /// `OK`, `ERROR`, `IN_PROGRESS` or `STATE_UNSPECIFIED`.
  public var state: String
  /// The inputs of the request.
  public var inputs: JSONValue
  /// The outputs of the request.
  public var outputs: JSONValue
  /// Retrieved documents, `[{doc_uri, content}]`.
  public var retrievedContext: [JSONValue]
  /// The tags in force; judges never see them.
  public var tags: JSONObject
  /// The `group` tag as imported; a split keeps the traces of a group together.
  public var group: String?
  /// Metadata that never changes.
  public var metadata: JSONObject
  /// The spans.
  public var spans: [JSONValue]
  /// Human and code labels and expectations, with their standing.
  public var labels: [Label]
  /// The verdicts of judges.
  public var verdicts: [Feedback]
  /// The hash of the data currently shown to reviewers.
  public var shown: ContentID?
  /// The decisions of adjudicators by feedback name, which outrank the labels.
  public var decisions: [String: JSONValue]
  /// The messages of the whole session, `[{role, content}]`, if the whole session is judged.
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

  /// The expectations in force as `{name: value}`, or `nil` if there are none.
  ///
  /// Only those from human sources, as in MLflow's scoring.
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

  /// Returns the human votes on a question that count, one per source.
  ///
  /// Labels that a program entered are not votes.
  ///
  /// - Parameters:
  ///   - name: the feedback name.
  ///   - includeStale: whether labels count if their trace has changed since.
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
  /// The group that must stay together in a split: the `group` tag as imported, else the inputs.
  ///
  /// Inputs are compared as canonical JSON with lower-case ASCII letters and with runs of white
  /// space folded to one space, so that repetitions of the same question are one group.
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
