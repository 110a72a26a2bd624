import Foundation
import JudgeAgreement
import Testing

@Suite(
  "Judges of real sets against consensus equal scikit-learn",
  .enabled(if: TruthSet.available, "the shared data sets are not on this machine"))
struct TruthJudgeTests {
  @Test(arguments: ["pandalm", "nq301"])
  func recordedJudges(name: String) throws {
    let set = try TruthSet(name)
    let judges: [String: [String: Any]] = try set.value("judges")
    #expect(Set(judges.keys) == Set(set.verdicts.keys))
    let majority = Consensus.majority(set.table)
    let model = DawidSkene.fit(set.table).consensus
    for (judge, truth) in judges {
      let verdicts = try #require(set.verdicts[judge])
      let comparison = try JudgeComparison(consensus: majority, verdicts: verdicts)
      #expect(comparison.errors + comparison.missing == truth["missing_or_error"] as? Int)
      try check(comparison.confusion, truth["vs_majority"], set)
      let second = try JudgeComparison(consensus: model, verdicts: verdicts)
      try check(second.confusion, truth["vs_dawid_skene"], set)
    }
  }

  @Test(arguments: ["pandalm", "nq301"])
  func judgesAgainstEachOther(name: String) throws {
    let set = try TruthSet(name)
    let pairs: [[String: Any]] = try set.value("judge_pairs_kappa")
    for pair in pairs {
      let first = try #require((pair["a"] as? String).flatMap { set.verdicts[$0] })
      let second = try #require((pair["b"] as? String).flatMap { set.verdicts[$0] })
      let truth = first.map { verdict in
        if case .label(let label) = verdict { label } else { Int?.none }
      }
      let comparison = try JudgeComparison(
        truth: truth, verdicts: second, labelCount: set.labels.count)
      #expect(comparison.count == pair["n"] as? Int)
      #expect(close(comparison.cohenKappa, number(pair["kappa"])))
    }
  }

  @Test func crowdAgainstExperts() throws {
    let set = try TruthSet("dices350")
    let judges: [String: [String: Any]] = try set.value("judges")
    let experts = set.tags.map { tags in
      (tags["expert_label"] as? String).flatMap { set.labels.firstIndex(of: $0) }
    }
    let crowds = [
      "crowd-majority": Consensus.majority(set.table),
      "crowd-dawid-skene": DawidSkene.fit(set.table).consensus,
    ]
    for (name, consensus) in crowds {
      let truth = try #require(judges[name])
      let verdicts = consensus.labels.map { $0.map { JudgedLabel.label($0) } ?? .missing }
      let comparison = try JudgeComparison(truth: experts, verdicts: verdicts, labelCount: 3)
      #expect(comparison.missing == truth["missing_or_error"] as? Int, "\(name)")
      try check(comparison.confusion, truth["vs_expert"], set)
    }
  }

  /// Compares every figure of one comparison; scikit-learn prints 0 for what is undefined.
  private func check(_ matrix: ConfusionMatrix, _ node: Any?, _ set: TruthSet) throws {
    let truth = try #require(node as? [String: Any])
    #expect(matrix.total == truth["n"] as? Int)
    #expect(close(matrix.accuracy, number(truth["accuracy"])))
    #expect(close(matrix.balancedAccuracy, number(truth["balanced_accuracy"])))
    #expect(close(matrix.cohenKappa(), number(truth["kappa"])))
    #expect(close(matrix.matthewsCorrelation ?? 0, number(truth["mcc"])))
    #expect(close(matrix.macroF1, number(truth["f1_macro"])))
    #expect(close(matrix.weightedF1, number(truth["f1_weighted"])))
    let classes = try #require(truth["per_label"] as? [String: [String: Any]])
    for (label, row) in classes {
      let code = try set.code(label)
      #expect(close(matrix.precision(of: code) ?? 0, number(row["precision"])))
      #expect(close(matrix.recall(of: code) ?? 0, number(row["recall"])))
      #expect(close(matrix.f1(of: code), number(row["f1"])))
      #expect(matrix.truthCounts[code] == row["support"] as? Int)
    }
    let rows = try #require(truth["confusion_rows_true"] as? [String: Any])
    let names = try #require(rows["labels"] as? [String])
    let cells = try #require(rows["matrix"] as? [[Int]])
    for (row, truth) in names.enumerated() {
      for (column, prediction) in names.enumerated() {
        let cell = matrix[truth: try set.code(truth), prediction: try set.code(prediction)]
        #expect(cell == cells[row][column])
      }
    }
  }
}
