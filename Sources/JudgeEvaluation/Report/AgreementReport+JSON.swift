import JudgeAgreement
public import JudgeJSON
import JudgeRecords

extension AgreementReport {
  /// Returns the report in the form of `git judge agreement --json`.
  ///
  /// - Parameter name: the judge's name.
  /// - Returns: an object with stable keys.
  public func json(judge name: String) -> JSONValue {
    var object: JSONObject = ["judge": .string(name)]
    object["feedback_name"] = .string(set.feedbackName)
    for member in figures { object[member.key] = member.value }
    object["test_set"] = look.json
    object["guideline_versions"] = .array(guidelines.map(\.json))
    if let tag {
      object["by"] = [
        "tag": .string(tag),
        "groups": .array(
          groups.map { group in
            var object: JSONObject = ["value": group.value.map { .string($0) } ?? .null]
            for member in group.report.figures { object[member.key] = member.value }
            return .object(object)
          }),
      ]
    }
    return .object(object)
  }

  /// The figures of all traces, or of those with one value of a tag.
  private var figures: JSONObject {
    let table = set.table
    let pairs = pairs
    let ceiling = table.humanCeiling()
    var object = JSONObject()
    object["traces"] = .number(Double(set.traces.count))
    object["labels"] = .number(Double(table.ratings.count))
    object["values"] = .array(set.values)
    object["consensus"] = [
      "method": .string(method.rawValue), "labelled": .number(Double(consensus.decidedCount)),
      "ties": .number(Double(consensus.tieCount)),
    ]
    object["judges"] = .array(judges.map { json(of: $0) })
    object["reviewers"] = .array(ceiling.map { json(of: $0) })
    object["excluded"] = .array(
      excluded.map {
        [
          "source_id": .string($0.sourceID), "n": .number(Double($0.labels)),
          "role": .string(roles[$0.sourceID] ?? "reviewer"), "reason": .string($0.reason),
        ]
      })
    // One reviewer against the others is not a ceiling for a judge: the keys stay, with null
    // values.
    object["human_ceiling"] = ["n": .null, "accuracy": .null]
    object["self_agreement"] = .array(set.selfAgreement.map { json(of: $0) })
    object["observed_agreement"] = .figure(table.observedAgreement.value)
    object["cohen_kappa"] = .array(pairs.map { json(of: $0) })
    object["cohen_kappa_mean"] = .figure(pairs.meanKappa())
    object["fleiss_kappa"] = .array(
      table.fleissKappas().map {
        [
          "ratings": .number(Double($0.ratings)), "traces": .number(Double($0.items)),
          "kappa": .figure($0.kappa),
        ]
      })
    object["krippendorff_alpha"] = [
      "nominal": .figure(try? set.table.krippendorffAlpha(.nominal)),
      "ordinal": .figure(ordinalAlpha), "interval": .figure(intervalAlpha),
    ]
    object["gwet_ac1"] = .figure(table.gwetAC1())
    object["intervals"] = intervals.json
    object["contended"] = .number(Double(contended))
    object["warnings"] = .array(warnings.map { .string($0) })
    return object
  }

  private func json(of row: CeilingRow) -> JSONValue {
    let counts = set.table.raterCounts
    return [
      "source_id": .string(set.reviewers[row.rater]),
      "n": .number(Double(counts[row.rater])),
      "role": .string(roles[set.reviewers[row.rater]] ?? "reviewer"),
      "vs_others": [
        "n": .number(Double(row.confusion.total)), "accuracy": .figure(row.confusion.accuracy),
        "kappa": .figure(row.confusion.cohenKappa()), "ties": .number(Double(row.tied)),
        "alone": .number(Double(row.alone)),
      ],
    ]
  }

  private func json(of row: SelfAgreement) -> JSONValue {
    [
      "source_id": .string(set.reviewers[row.rater]), "traces": .number(Double(row.items)),
      "n": .number(Double(row.confusion.total)), "agreement": .figure(row.agreement.value),
      "kappa": .figure(row.kappa),
    ]
  }

  private func json(of pair: PairAgreement) -> JSONValue {
    var confusion = JSONObject()
    for first in set.values.indices {
      var row = JSONObject()
      for second in set.values.indices {
        let count = pair.confusion[truth: first, prediction: second]
        guard count > 0 else { continue }
        row[set.text(of: code(ofPaired: second))] = .number(Double(count))
      }
      if !row.isEmpty { confusion[set.text(of: code(ofPaired: first))] = .object(row) }
    }
    return [
      "a": .string(set.reviewers[pair.first]), "b": .string(set.reviewers[pair.second]),
      "n": .number(Double(pair.items)), "agreement": .figure(pair.agreement),
      "kappa": .figure(pair.kappa),
      "linear": hasDeclaredOrder ? .figure(pair.linearKappa) : .null,
      "quadratic": hasDeclaredOrder ? .figure(pair.quadraticKappa) : .null,
      "confusion": .object(confusion),
    ]
  }

  private func json(of row: JudgeRow) -> JSONValue {
    [
      "source_id": .string(row.sourceID),
      "judge": row.judge.map { .string($0.hex) } ?? .null,
      "version": row.version.map { .string($0) } ?? .null,
      "n": .number(Double(row.comparison.count)),
      "errors": .number(Double(row.comparison.errors)),
      "ties": .number(Double(row.comparison.ties)),
      "missing": .number(Double(row.comparison.missing)),
      "taught": .number(Double(row.taught)),
      "accuracy": .figure(row.comparison.accuracy),
      "cohen_kappa": .figure(row.comparison.cohenKappa),
      "macro_f1": .figure(row.comparison.macroF1),
      "confusion": confusion(of: row).json,
      "failures_wrong": [
        "n": .number(Double(row.comparison.askedCount)),
        "accuracy": .figure(row.comparison.askedAccuracy),
        "cohen_kappa": .figure(row.comparison.askedKappa),
        "macro_f1": .figure(row.comparison.askedMacroF1),
      ],
      "vs_reviewers": .array(
        row.reviewers.enumerated().map { rater, comparison in
          [
            "source_id": .string(set.reviewers[rater]),
            "n": .number(Double(comparison.count)), "accuracy": .figure(comparison.accuracy),
            "cohen_kappa": .figure(comparison.cohenKappa),
          ]
        }),
      "alternative_annotator_test": json(of: row.alternative),
    ]
  }

  /// Returns the judge's values by people's consensus.
  public func confusion(of row: JudgeRow) -> ConfusionTable {
    ConfusionTable(row.comparison, values: set.values, order: order)
  }

  private func json(of test: AlternativeAnnotatorTest) -> JSONValue {
    [
      "epsilon": .number(test.epsilon), "winning_rate": .figure(test.winningRate),
      "advantage": .figure(test.advantage),
      "reviewers": .array(
        test.rows.map { row in
          [
            "source_id": .string(set.reviewers[row.rater]), "n": .number(Double(row.items)),
            "judge": .figure(row.judge), "reviewer": .figure(row.reviewer), "p": .figure(row.p),
            "beaten": .bool(row.isBeaten),
          ]
        }),
    ]
  }
}

extension JSONValue {
  /// Returns a figure, or `null` if it is undefined.
  package static func figure(_ value: Double?) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    return .number(value)
  }
}
