public import JudgeEvaluation
public import JudgeJSON
public import JudgeRecords

/// What somebody decided of a trace, as it stands.
public struct AdjudicationStanding: Hashable, Sendable {
  /// The decision in force.
  public let decision: Adjudication
  /// Whether the person who decided has labelled the trace too.
  public let hasLabelled: Bool
  /// Whether several people decided differently without having seen each other's decision.
  public let isContended: Bool
  /// How many votes the decision has not seen.
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
  /// The decision, or `nil` if nobody has decided.
  public let standing: AdjudicationStanding?

  /// Whether a person must still decide.
  public var isLeft: Bool { standing?.isContended ?? true }

  /// The item as JSON: as `disagreements`, with the decision.
  public var json: JSONValue {
    var object = disagreement.json.objectValue ?? JSONObject()
    object["adjudication"] = standing?.json ?? .null
    return .object(object)
  }
}

/// What an adjudicator works through, as one works through merge conflicts.
///
/// All traces with different labels, the widest disagreement first, so that a place in the list
/// stays where it is while traces are decided.
public struct AdjudicationList: Sendable {
  /// The traces, decided ones among them.
  public let items: [AdjudicationItem]

  /// The traces that are left.
  public var left: [AdjudicationItem] { items.filter(\.isLeft) }

  /// The decisions that blame the guidelines.
  public var gaps: [AdjudicationItem] {
    items.filter { $0.standing?.decision.isGuidelineGap == true }
  }

  /// The index of a trace, or `nil` if reviewers do not disagree on it.
  ///
  /// - Parameter traceID: the trace's id.
  /// - Returns: an index of ``items``.
  public func place(of traceID: String) -> Int? {
    items.firstIndex { $0.disagreement.trace.id.utf8.elementsEqual(traceID.utf8) }
  }

  /// The next trace that is left.
  ///
  /// - Parameter place: an index of ``items``; `nil` starts at the beginning.
  /// - Returns: the item; `nil` at the end.
  public func next(after place: Int?) -> AdjudicationItem? {
    items[((place ?? -1) + 1)...].first(where: \.isLeft)
  }

  /// The last trace before that is left.
  ///
  /// - Parameter place: an index of ``items``; `nil` starts at the end.
  /// - Returns: the item; `nil` at the beginning.
  public func previous(before place: Int?) -> AdjudicationItem? {
    items[..<(place ?? items.count)].last(where: \.isLeft)
  }
}
