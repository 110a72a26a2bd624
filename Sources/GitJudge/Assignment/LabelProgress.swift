public import JudgeJSON

/// How far each reviewer of a question is.
public struct LabelProgress: Hashable, Sendable {
  /// One reviewer.
  public struct Row: Hashable, Sendable {
    /// Who.
    public var sourceID: String
    /// Whether the reviewer is none of any batch now, and only keeps what they had labelled.
    public var hasLeft = false
    /// Traces that the reviewer is to label.
    public var assigned = 0
    /// Of these, labelled.
    public var done = 0
    /// Of these, passed over: not labelled, and not asked about again while the mark stands.
    public var skipped = 0
    /// Traces that the reviewer wants talked about, assigned or not.
    public var flagged = 0
    /// Second labels that the reviewer is to give.
    public var repeats = 0
    /// Of these, given.
    public var repeated = 0
    /// Labels of older guideline versions, assigned or not.
    public var older = 0
    /// All labels that count on the question, assigned or not.
    public var labels = 0

    /// What is still to do, repeats included.
    public var left: Int { assigned - done - skipped + repeats - repeated }
  }

  /// The feedback name.
  public var name: String
  /// The batches that are counted.
  public var batches: [String]
  /// Traces with as many labels as were asked for, and all of the batches; without batches all
  /// traces with a label.
  public var complete = 0
  /// The number of traces in the batches, or in the experiment if it has no batch.
  public var traces = 0
  /// The reviewers, by source id.
  public var reviewers: [Row] = []

  /// The progress as JSON with stable keys.
  public var json: JSONValue {
    [
      "name": .string(name), "batches": .array(batches.map { .string($0) }),
      "traces": .number(Double(traces)), "complete": .number(Double(complete)),
      "reviewers": .array(
        reviewers.map { row in
          [
            "source_id": .string(row.sourceID), "assigned": .number(Double(row.assigned)),
            "done": .number(Double(row.done)), "skipped": .number(Double(row.skipped)),
            "flagged": .number(Double(row.flagged)), "repeats": .number(Double(row.repeats)),
            "repeated": .number(Double(row.repeated)), "labels": .number(Double(row.labels)),
            "older_guideline": .number(Double(row.older)),
            "left": .number(Double(row.left)), "left_batch": .bool(row.hasLeft),
          ]
        }),
    ]
  }
}
