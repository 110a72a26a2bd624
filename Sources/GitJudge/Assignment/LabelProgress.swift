public import JudgeJSON

/// The progress of the reviewers of a question.
public struct LabelProgress: Hashable, Sendable {
  /// The progress of one reviewer.
  public struct Row: Hashable, Sendable {
    /// The reviewer's source id.
    public var sourceID: String
    /// Whether the reviewer belongs to no batch now, and only keeps the traces they had labelled.
    public var hasLeft = false
    /// The number of traces that the reviewer is to label.
    public var assigned = 0
    /// The number of assigned traces that are labelled.
    public var done = 0
    /// The number of assigned traces that are skipped.
    ///
    /// They are not labelled, and not asked about again while the mark stands.
    public var skipped = 0
    /// The number of traces that the reviewer wants discussed, assigned or not.
    public var flagged = 0
    /// The number of second labels that the reviewer is to give.
    public var repeats = 0
    /// The number of second labels given.
    public var repeated = 0
    /// The number of labels of older guideline versions, assigned or not.
    public var older = 0
    /// The number of labels that count on the question, assigned or not.
    public var labels = 0

    /// The number of labels still to give, repeats included.
    public var left: Int { assigned - done - skipped + repeats - repeated }
  }

  /// The feedback name.
  public var name: String
  /// The batches that the progress covers.
  public var batches: [String]
  /// The number of traces with all the labels that their batches ask for.
  ///
  /// Without batches, the number of traces with a label.
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
