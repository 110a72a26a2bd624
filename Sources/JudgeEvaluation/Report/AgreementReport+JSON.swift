import JudgeAgreement
public import JudgeJSON
import JudgeRecords

extension AgreementReport {
  /// The report as `git judge agreement --json` prints it.
  ///
  /// - Parameter name: the judge's name.
  /// - Returns: an object with stable keys.
  public func json(judge name: String) -> JSONValue {
    let table = set.table
    let pairs = pairs
    let defined = pairs.compactMap(\.kappa)
    var object: JSONObject = ["judge": .string(name)]
    object["feedback_name"] = .string(set.feedbackName)
    object["traces"] = .number(Double(set.traces.count))
    object["labels"] = .number(Double(table.ratings.count))
    object["values"] = .array(set.values)
    object["consensus"] = [
      "method": "majority",
      "labelled": .number(Double(set.consensus.decidedCount)),
      "ties": .number(Double(set.consensus.tieCount)),
    ]
    object["judges"] = .array(judges.map(\.json))
    object["reviewers"] = .array(reviewerRows)
    object["observed_agreement"] = .figure(table.observedAgreement.value)
    object["cohen_kappa"] = .array(pairs.map { pairJSON($0) })
    object["cohen_kappa_mean"] = .figure(
      defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count))
    object["fleiss_kappa"] = .array(
      table.fleissKappas().map {
        [
          "ratings": .number(Double($0.ratings)), "traces": .number(Double($0.items)),
          "kappa": .figure($0.kappa),
        ]
      })
    object["krippendorff_alpha"] = alphaJSON
    object["gwet_ac1"] = .figure(table.gwetAC1())
    object["intervals"] = intervalsJSON
    object["warnings"] = .array(warnings.map { .string($0) })
    return .object(object)
  }

  /// Seeded bootstrap 95 % intervals of the headline figures, whole groups resampled.
  private var intervalsJSON: JSONValue {
    let table = orderedTable ?? set.table
    var codes: [String: Int] = [:]
    let clusters = set.traces.map { trace -> Int in
      let group = HeldOutSplit.group(of: trace)
      let code = codes[group] ?? codes.count
      codes[group] = code
      return code
    }
    let scale: LabelScale =
      orderedTable == nil ? .nominal : .ranked(table.labelCount)
    // Pairs of ninety reviewers are four thousand: their mean kappa has no interval then.
    let intervals = try? table.agreementIntervals(
      Bootstrap(resamples: 1000, seed: 0), scale: scale, clusters: clusters,
      meanCohen: set.reviewers.count <= 20)
    func json(_ interval: BootstrapInterval?) -> JSONValue {
      interval.map { JudgeFigures.interval($0.interval) } ?? .null
    }
    return [
      "observed_agreement": json(intervals?.observedAgreement),
      "cohen_kappa_mean": json(intervals?.meanCohenKappa),
      "krippendorff_alpha_nominal": json(intervals?.nominalAlpha),
      "krippendorff_alpha_ordinal": json(intervals?.ordinalAlpha),
      "krippendorff_alpha_interval": json(intervals?.intervalAlpha),
      "gwet_ac1": json(intervals?.gwetAC1),
    ]
  }

  private var reviewerRows: [JSONValue] {
    var counts = [Int](repeating: 0, count: set.reviewers.count)
    for rating in set.table.ratings { counts[rating.rater] += 1 }
    return set.table.humanCeiling().map { row in
      [
        "source_id": .string(set.reviewers[row.rater]),
        "n": .number(Double(counts[row.rater])),
        "role": .string(roles[set.reviewers[row.rater]] ?? "reviewer"),
        "vs_others": [
          "n": .number(Double(row.confusion.total)), "accuracy": .figure(row.confusion.accuracy),
        ],
      ]
    }
  }

  private func pairJSON(_ pair: PairAgreement) -> JSONValue {
    [
      "a": .string(set.reviewers[pair.first]), "b": .string(set.reviewers[pair.second]),
      "n": .number(Double(pair.items)), "agreement": .figure(pair.agreement),
      "kappa": .figure(pair.kappa),
      "linear": order.isEmpty ? .null : .figure(pair.linearKappa),
      "quadratic": order.isEmpty ? .null : .figure(pair.quadraticKappa),
    ]
  }

  private var alphaJSON: JSONValue {
    var object: JSONObject = ["nominal": .null, "ordinal": .null, "interval": .null]
    object["nominal"] = .figure(try? set.table.krippendorffAlpha(.nominal))
    if let ordered = orderedTable {
      object["ordinal"] = .figure(try? ordered.krippendorffAlpha(.ordinal))
      let points = order.indices.map { Double($0) }
      object["interval"] = .figure(try? ordered.krippendorffAlpha(.interval(points)))
    }
    return .object(object)
  }
}

extension AgreementReport.JudgeRow {
  var json: JSONValue {
    [
      "source_id": .string(sourceID),
      "judge": judge.map { .string($0.hex) } ?? .null,
      "version": version.map { .string($0) } ?? .null,
      "n": .number(Double(comparison.count)),
      "errors": .number(Double(comparison.errors)),
      "ties": .number(Double(comparison.ties)),
      "missing": .number(Double(comparison.missing)),
      "accuracy": .figure(comparison.accuracy),
      "cohen_kappa": .figure(comparison.cohenKappa),
      "macro_f1": .figure(comparison.macroF1),
    ]
  }
}

extension JSONValue {
  /// A figure, or `null` where it is not defined.
  package static func figure(_ value: Double?) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    return .number(value)
  }
}
