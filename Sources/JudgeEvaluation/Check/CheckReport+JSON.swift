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
    object["confusion"] = ConfusionTable(figures.comparison, values: figures.values).json
    return object
  }
}
