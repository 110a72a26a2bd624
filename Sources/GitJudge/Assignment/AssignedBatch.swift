public import JudgeJSON
public import JudgeRecords

/// A batch of traces with the reviewers who label them.
public struct AssignedBatch: Sendable {
  /// The work of one reviewer.
  public struct Share: Hashable, Sendable {
    /// The reviewer's source id.
    public let sourceID: String
    /// The number of traces to label.
    public let traces: Int
    /// The number of these traces to label a second time.
    public let repeats: Int
    /// The number of these traces that stay with the reviewer only because they had labelled them.
    ///
    /// By the hash alone, other people would have these traces.
    public let kept: Int
    /// Whether the reviewer belongs to the batch now, or only keeps the traces they have labelled.
    public let isReviewer: Bool
  }

  /// The identity of the record in force.
  public let hash: ContentID
  /// The content of the record in force.
  public let assignment: Assignment
  /// The traces of each person.
  public let seats: AssignmentSeats
  /// Whether people assigned the batch differently without seeing each other's change.
  public let isContended: Bool

  init(hash: ContentID, assignment: Assignment, isContended: Bool = false) {
    self.hash = hash
    self.assignment = assignment
    seats = AssignmentSeats(assignment)
    self.isContended = isContended
  }

  /// The share of everyone with a seat: first the reviewers in the order given, then the others.
  public var shares: [Share] {
    var traces = TextMap<Int>()
    var repeats = TextMap<Int>()
    for seat in seats.seats {
      for reviewer in seat.reviewers {
        traces[reviewer, default: 0] += 1
        if seats.isRepeated(seat.traceID, by: reviewer) { repeats[reviewer, default: 0] += 1 }
      }
    }
    var present = TextMap<Bool>()
    for seat in seats.seats { present[seat.traceID] = true }
    var kept = TextMap<Int>()
    for member in assignment.kept {
      kept[member.key] = (member.value.arrayValue ?? [])
        .count { $0.stringValue.map { present[$0] != nil } ?? false }
    }
    var current = TextMap<Bool>()
    for reviewer in assignment.reviewers { current[reviewer] = true }
    let others = traces.keys.filter { current[$0] == nil }
    return (assignment.reviewers + others).map { source in
      Share(
        sourceID: source, traces: traces[source] ?? 0, repeats: repeats[source] ?? 0,
        kept: kept[source] ?? 0, isReviewer: current[source] != nil)
    }
  }

  /// Returns whether the batch asks again about a trace that its reviewer has labelled.
  ///
  /// - Parameter older: the label's guideline version, if it is not the current one.
  /// - Returns: whether the label's version differs from the version of the batch.
  func asksAgain(_ older: ContentID?) -> Bool {
    guard let wanted = assignment.guideline, let older else { return false }
    return older != wanted
  }

  /// The reason why shares differ by more than one trace, or `nil` if they do not.
  public var note: String? {
    // A batch that asks again goes to the people who labelled, so there is no explanation to give.
    guard assignment.guideline == nil else { return nil }
    let current = shares.filter(\.isReviewer).map(\.traces)
    guard let least = current.min(), let most = current.max(), most - least > 1 else { return nil }
    let kept = shares.reduce(0) { $0 + $1.kept }
    let hashing = "traces go to reviewers by hash, evenly on average only"
    guard kept > 0 else { return "shares differ: \(hashing)" }
    return
      "shares differ: \(kept == 1 ? "1 seat stays" : "\(kept) seats stay") with who had labelled "
      + "there before, so that no work is lost (kept); else \(hashing)"
  }

  /// The batch as JSON with stable keys.
  public var json: JSONValue {
    [
      "name": .string(assignment.name), "batch": .string(assignment.batch),
      "hash": .string(hash.hex), "traces": .number(Double(seats.seats.count)),
      "overlap": .number(Double(assignment.overlap)),
      "guideline": assignment.guideline.map { .string($0.hex) } ?? .null,
      "repeats": .number(assignment.repeats ?? 0), "contended": .bool(isContended),
      "reviewers": .array(
        shares.map { share in
          [
            "source_id": .string(share.sourceID), "assigned": .number(Double(share.traces)),
            "repeats": .number(Double(share.repeats)), "kept": .number(Double(share.kept)),
            "left_batch": .bool(!share.isReviewer),
          ]
        }),
    ]
  }
}
