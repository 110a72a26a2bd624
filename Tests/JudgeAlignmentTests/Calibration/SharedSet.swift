import Foundation
import JudgeJSON
import JudgeScoring
import JudgeTestSupport
import Testing

@testable import JudgeAlignment

/// A labelled set of the shared data, as calibration needs it.
struct SharedSet {
  struct Row {
    let features: LexicalFeatures
    let label: JSONValue
    let group: String
    let verdicts: [String: JSONValue]
  }

  let rows: [Row]
  let values: [JSONValue]

  static let hint: Comment = "needs the shared data: set GIT_JUDGE_DATA to its folder"

  static func isPresent(_ name: String) -> Bool {
    PackageFolder.sharedData("\(name)/traces.jsonl") != nil
  }

  init?(_ name: String) throws {
    guard let traces = PackageFolder.sharedData("\(name)/traces.jsonl"),
      let judge = PackageFolder.sharedData("\(name)/judge.json")
    else { return nil }
    values =
      try JSONValue(parsing: [UInt8](Data(contentsOf: judge)))["labels"]?.arrayValue ?? []
    var rows: [Row] = []
    for line in try Data(contentsOf: traces).split(separator: 0x0A) {
      let (trace, _) = try JSONValue.parseRepairing([UInt8](line))
      var votes: [JSONValue: Int] = [:]
      var verdicts: [String: JSONValue] = [:]
      for assessment in trace["assessments"]?.arrayValue ?? [] {
        guard let value = assessment["value"] else { continue }
        if assessment["source_type"] == "HUMAN" {
          votes[value, default: 0] += 1
        } else if let source = assessment["source_id"]?.stringValue {
          verdicts[source] = value
        }
      }
      let most = votes.values.max() ?? 0
      let winners = votes.filter { $0.value == most }.map(\.key)
      guard winners.count == 1, let label = winners.first else { continue }
      let inputs = trace["inputs"] ?? .null
      rows.append(
        Row(
          features: LexicalFeatures(
            inputs: inputs, outputs: trace["outputs"] ?? .null,
            expectations: trace["expectations"]),
          label: label, group: trace["tags"]?["group"]?.stringValue ?? inputs.canonicalText,
          verdicts: verdicts))
    }
    self.rows = rows
  }

  /// The mean relative accuracy gain of guarded calibration over random draws of `size` labels.
  func meanGain(over judge: String, size: Int, seeds: Range<UInt64>) -> Double {
    var sum = 0.0
    for seed in seeds {
      var generator = SeededGenerator(seed: seed)
      let order = rows.indices.shuffled(using: &generator)
      let items = order.prefix(size).map { i in
        CalibrationItem(
          verdict: rows[i].verdicts[judge], features: rows[i].features, label: rows[i].label,
          group: rows[i].group)
      }
      let outcome = CalibrationTrainer().train(items, values: values, seed: seed)
      guard outcome.improved, let model = outcome.model else { continue }
      var (base, aligned) = (0, 0)
      for i in order.dropFirst(size).prefix(500) {
        guard let verdict = rows[i].verdicts[judge] else { continue }
        if verdict == rows[i].label { base += 1 }
        let calibrated = model.predict(verdict: verdict, features: rows[i].features).value
        if calibrated == rows[i].label { aligned += 1 }
      }
      sum += Double(aligned) / Double(max(base, 1)) - 1
    }
    return sum / Double(seeds.count)
  }
}
