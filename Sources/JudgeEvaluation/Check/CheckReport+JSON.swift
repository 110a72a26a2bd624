import JudgeAgreement
public import JudgeJSON

extension CheckReport {
  /// The judge's figures as JSON with stable keys.
  public var figures: JSONObject {
    var object: JSONObject = [
      "n": .number(Double(count)), "failures": .number(Double(failures)),
      "ties": .number(Double(agreement.consensus.tieCount)),
      "groups": .number(Double(accuracy.groups)),
      "accuracy": .figure(accuracy.value),
      "accuracy_interval": JudgeFigures.interval(accuracy.interval()),
      "accuracy_answered": .figure(confusion.accuracy),
      "balanced_accuracy": .figure(balancedAccuracy),
      "cohen_kappa": .figure(kappa), "cohen_kappa_interval": JudgeFigures.interval(kappaInterval),
      "weighted_kappa": .figure(weightedKappa),
      "weighted_kappa_interval": JudgeFigures.interval(weightedKappaInterval),
      "true_positive_rate": .figure(truePositive?.value),
      "true_positive_interval": JudgeFigures.interval(truePositive?.interval()),
      "true_negative_rate": .figure(trueNegative?.value),
      "true_negative_interval": JudgeFigures.interval(trueNegative?.interval()),
    ]
    object["most_frequent"] =
      mostFrequent.map { ["value": $0.value, "share": .number($0.share)] } ?? .null
    var rows = JSONObject()
    let set = agreement.set
    for truth in set.values.indices {
      var row = JSONObject()
      for said in set.values.indices {
        row[set.text(of: said)] = .number(Double(confusion[truth: truth, prediction: said]))
      }
      rows[set.text(of: truth)] = [
        "verdicts": .object(row), "failures": .number(Double(failuresByValue[truth])),
      ]
    }
    object["confusion"] = .object(rows)
    return object
  }
}
