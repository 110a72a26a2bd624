import JudgeAgreement
public import JudgeJSON

extension CheckReport {
  /// The judge's figures as JSON with stable keys.
  public var json: JSONObject {
    var object = figures.json.objectValue ?? JSONObject()
    object["failures"] = .number(Double(figures.failures))
    object["ties"] = .number(Double(agreement.consensus.tieCount))
    for key in ["true_positive", "true_negative"] where object["\(key)_rate"] == nil {
      object["\(key)_rate"] = .null
      object["\(key)_interval"] = .null
    }
    object["most_frequent"] =
      mostFrequent.map { ["value": $0.value, "share": .number($0.share)] } ?? .null
    var rows = JSONObject()
    let set = agreement.set
    for truth in set.values.indices {
      var row = JSONObject()
      for said in set.values.indices {
        row[set.text(of: said)] = .number(
          Double(figures.comparison.confusion[truth: truth, prediction: said]))
      }
      rows[set.text(of: truth)] = [
        "verdicts": .object(row), "failures": .number(Double(figures.failuresByValue[truth])),
      ]
    }
    object["confusion"] = .object(rows)
    return object
  }
}
