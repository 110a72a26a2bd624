public import JudgeEvaluation
public import JudgeJSON
public import JudgeRecords

/// An adjudicator's decision on a trace, in its current state.
public struct AdjudicationStanding: Hashable, Sendable {
  /// The decision in force.
  public let decision: Adjudication
  /// Whether the person who decided has labelled the trace too.
  public let hasLabelled: Bool
  /// Whether several people decided differently without having seen each other's decision.
  public let isContended: Bool
  /// The number of votes that the decision has not considered.
  public let unseenLabels: Int

  /// The decision as JSON with stable keys.
  public var json: JSONValue {
    [
      "value": decision.value, "source_id": .string(decision.source.id),
      "rationale": decision.rationale.map { .string($0) } ?? .null,
      "time": decision.time.map { .string($0.text) } ?? .null,
      "has_labelled": .bool(hasLabelled), "guideline_gap": .bool(decision.isGuidelineGap ?? false),
      "contended": .bool(isContended), "unseen_labels": .number(Double(unseenLabels)),
    ]
  }
}

/// One trace of an adjudicator's work list.
public struct AdjudicationItem: Sendable {
  /// The trace with its votes.
  public let disagreement: Disagreement
  /// The decision, or `nil` if there is none.
  public let standing: AdjudicationStanding?

  /// Whether a person must still decide.
  public var isLeft: Bool { standing?.isContended ?? true }

  /// The item as JSON: the same as for `disagreements`, with the decision.
  public var json: JSONValue {
    var object = disagreement.json.objectValue ?? JSONObject()
    object["adjudication"] = standing?.json ?? .null
    return .object(object)
  }
}

/// The work list of an adjudicator.
///
/// It holds all traces with different labels, with the widest disagreement first. A position in the
/// list does not change as traces are decided.
public struct AdjudicationList: Sendable {
  /// The traces, including decided ones.
  public let items: [AdjudicationItem]

  /// The traces that are not decided.
  public var left: [AdjudicationItem] { items.filter(\.isLeft) }

  /// The decisions that name a gap in the guidelines.
  public var gaps: [AdjudicationItem] {
    items.filter { $0.standing?.decision.isGuidelineGap == true }
  }

  /// Returns the index of a trace, or `nil` if reviewers do not disagree on it.
  ///
  /// - Parameter traceID: the trace's id.
  /// - Returns: an index of ``items``.
  public func place(of traceID: String) -> Int? {
    items.firstIndex { $0.disagreement.trace.id.utf8.elementsEqual(traceID.utf8) }
  }

  /// Returns the next trace that is not decided.
  ///
  /// - Parameter place: an index of ``items``; `nil` starts at the beginning.
  /// - Returns: the item, or `nil` at the end.
  public func next(after place: Int?) -> AdjudicationItem? {
    items[((place ?? -1) + 1)...].first(where: \.isLeft)
  }

  /// Returns the previous trace that is not decided.
  ///
  /// - Parameter place: an index of ``items``; `nil` starts at the end.
  /// - Returns: the item, or `nil` at the beginning.
  public func previous(before place: Int?) -> AdjudicationItem? {
    items[..<(place ?? items.count)].last(where: \.isLeft)
  }
}
