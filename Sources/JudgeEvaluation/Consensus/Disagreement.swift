import JudgeAgreement
public import JudgeJSON
public import JudgeRecords
import JudgeScoring

/// A trace on which reviewers gave different labels.
public struct Disagreement: Sendable {
  /// The trace.
  public let trace: Trace
  /// Shannon entropy of the votes in bits: 1 for two labels given equally often.
  public let entropy: Double
  /// The votes, by source id.
  public let votes: [Label]
  /// The adjudicator's decision, or `nil` if there is none yet.
  public let decision: JSONValue?

  /// Returns the disagreements of a set, the widest first, then by trace id.
  ///
  /// - Parameter set: the votes.
  /// - Returns: the traces with at least two different labels.
  public static func all(in set: LabelledSet) -> [Disagreement] {
    set.traces.indices.compactMap { item -> Disagreement? in
      var counts = [Int](repeating: 0, count: set.values.count)
      let ratings = set.table.ratings(of: item)
      for rating in ratings { counts[rating.label] += 1 }
      let given = counts.filter { $0 > 0 }
      guard given.count > 1 else { return nil }
      let entropy = given.reduce(0.0) { sum, count in
        let share = Double(count) / Double(ratings.count)
        return sum - share * PortableMath.log(share) / 0.693_147_180_559_945_3
      }
      let votes = set.traces[item].votes(on: set.feedbackName)
        .filter { $0.assessment.value != nil }
        .sorted {
          $0.assessment.source.id.utf8.lexicographicallyPrecedes($1.assessment.source.id.utf8)
        }
      return Disagreement(
        trace: set.traces[item], entropy: entropy, votes: votes,
        decision: set.traces[item].decisions[set.feedbackName])
    }.sorted { left, right in
      if left.entropy != right.entropy { return left.entropy > right.entropy }
      return left.trace.id.utf8.lexicographicallyPrecedes(right.trace.id.utf8)
    }
  }

  /// The disagreement as JSON with stable keys.
  public var json: JSONValue {
    [
      "trace_id": .string(trace.id),
      "client_request_id": trace.clientRequestID.map { .string($0) } ?? .null,
      "entropy": .number(entropy), "decision": decision ?? .null,
      "labels": .array(
        votes.map { vote in
          [
            "source_id": .string(vote.assessment.source.id),
            "value": vote.assessment.value ?? .null,
            "rationale": vote.assessment.rationale.map { .string($0) } ?? .null,
          ]
        }),
    ]
  }
}
