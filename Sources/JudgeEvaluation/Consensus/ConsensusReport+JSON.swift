import JudgeAgreement
public import JudgeJSON
import JudgeRecords

extension ConsensusReport {
  /// The report as `git judge consensus --json` prints it.
  public var json: JSONValue {
    [
      "method": .string(method.rawValue), "feedback_name": .string(set.feedbackName),
      "iterations": .number(Double(model?.rounds ?? 0)),
      "converged": .bool(model?.converged ?? true), "ties": .number(Double(ties.count)),
      "labels": .array(set.traces.indices.map(label)),
      "reviewers": .array(set.reviewers.indices.map(reviewer)),
      "contended": .number(Double(contended)),
      "warnings": .array(warnings.map { .string($0) }),
    ]
  }

  private func label(_ item: Int) -> JSONValue {
    let trace = set.traces[item]
    var support = JSONObject()
    var votes = [Int](repeating: 0, count: set.values.count)
    for rating in set.table.ratings(of: item) { votes[rating.label] += 1 }
    for (code, count) in votes.enumerated() where count > 0 {
      support[set.text(of: code)] = .number(Double(count))
    }
    var object: JSONObject = [
      "trace_id": .string(trace.id),
      "client_request_id": trace.clientRequestID.map { .string($0) } ?? .null,
      "value": value(of: item) ?? .null,
      "tie": .bool(numbers == nil && !consensus.tied[item].isEmpty),
      "adjudicated": .bool(set.decisions[item] != nil), "support": .object(support),
      "posterior": .null,
    ]
    if method == .weighted {
      var weights = JSONObject()
      for (code, weight) in consensus.support(of: item).enumerated() where votes[code] > 0 {
        weights[set.text(of: code)] = .number(weight)
      }
      object["weight"] = .object(weights)
    }
    if let posterior = posterior(of: item) {
      var shares = JSONObject()
      for (code, share) in posterior.enumerated() { shares[set.text(of: code)] = .number(share) }
      object["posterior"] = .object(shares)
    }
    return .object(object)
  }

  private func reviewer(_ rater: Int) -> JSONValue {
    var rows = JSONObject()
    for truth in set.values.indices {
      var row = JSONObject()
      for observed in set.values.indices {
        guard let share = confusion(of: rater, truth: truth, observed: observed), share > 0 else {
          continue
        }
        row[set.text(of: observed)] = .number(share)
      }
      if !row.isEmpty { rows[set.text(of: truth)] = .object(row) }
    }
    return [
      "source_id": .string(set.reviewers[rater]),
      "n": .number(Double(set.table.raterCounts[rater])), "skill": .figure(skills[rater]),
      "skill_n": skillCount(of: rater).map { .number(Double($0)) } ?? .null,
      "confusion": numbers == nil ? .object(rows) : .null,
    ]
  }

  /// Returns how often a reviewer gives a value if another value is right.
  ///
  /// This is the model's estimate if one was fitted, otherwise a count against the labels of the
  /// rule.
  ///
  /// - Parameters:
  ///   - rater: a rater code.
  ///   - truth: the code of the right value.
  ///   - observed: the code of the value given.
  /// - Returns: a share, or `nil` if the right value never occurs.
  public func confusion(of rater: Int, truth: Int, observed: Int) -> Double? {
    if let model { return model.confusion(of: rater, truth: truth, observed: observed) }
    let total = confusions[rater].truthCounts[truth]
    guard total > 0 else { return nil }
    return Double(confusions[rater][truth: truth, prediction: observed]) / Double(total)
  }
}
