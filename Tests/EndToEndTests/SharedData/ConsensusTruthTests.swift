import JudgeTestSupport
import Testing

/// Consensus figures equal those of crowd-kit to 1e-9.
///
/// Of the program on one set, in the long tests on all; the figures of all sets are those of
/// `TruthConsensusTests`.
@Suite(.enabled(if: SharedSet.arePresent, SharedSet.absent))
struct ConsensusTruthTests {
  @Test(arguments: PropertyRuns.isLong ? [SharedSet.pandalm, .nq301, .dices350] : [.nq301])
  func dawidAndSkene(set: SharedSet) throws {
    let truth = try set.truth()
    let repository = try set.judged()
    for (rounds, key) in [("1", "dawid_skene_iter1"), ("10", "dawid_skene_iter10")] {
      let expected = try #require(truth[key])
      let report = try repository.json(
        "consensus", set.question, "--method", "dawid-skene", "--iterations", rounds)
      #expect(report["iterations"]?.int == Int(rounds))
      var worst = 0.0
      for label in report["labels"]?.list ?? [] {
        let id = label["client_request_id"]?.text ?? ""
        #expect(label["value"] == expected["labels", id], "\(id)")
        for (value, share) in expected["probas", id]?.object ?? [:] {
          let ours = label["posterior", value]?.number ?? .nan
          worst = max(worst, abs(ours - (share.number ?? .nan)))
        }
      }
      for reviewer in report["reviewers"]?.list ?? [] {
        let id = reviewer["source_id"]?.text ?? ""
        guard let skill = expected["worker_accuracy", id]?.number else { continue }
        worst = max(worst, abs(skill - (reviewer["skill"]?.number ?? .nan)))
        let confusion = expected["confusion[worker][true][observed]", id]?.object ?? [:]
        for (label, row) in confusion {
          for (observed, share) in row.object ?? [:] {
            let ours = reviewer["confusion", label, observed]?.number ?? 0
            worst = max(worst, abs(ours - (share.number ?? .nan)))
          }
        }
      }
      #expect(worst <= 1e-9, "\(set) \(key): \(worst)")
    }
  }

  @Test(arguments: PropertyRuns.isLong ? [SharedSet.pandalm, .nq301, .dices350] : [.nq301])
  func skillsAndMajority(set: SharedSet) throws {
    let truth = try set.truth()
    let repository = try set.judged()
    let majority = try repository.json("consensus", set.question)
    for label in majority["labels"]?.list ?? [] {
      let id = label["client_request_id"]?.text ?? ""
      #expect(label["support"] == truth["majority", "tallies", id], "\(id)")
      guard let winner = truth["majority", "winner", id] else {
        #expect(label["tie"] == true && label["value"] == .null, "\(id)")
        continue
      }
      #expect(label["value"] == winner && label["tie"] == false, "\(id)")
    }
    let disagreements =
      try repository.judge("disagreements", set.question, "--json")
      .expecting(0).json().list ?? []
    let split = truth["majority", "tallies"]?.object?.values.count {
      ($0.object?.count ?? 0) > 1
    }
    #expect(disagreements.count == split)
    // The Dawid-Skene model inflates a rare value on dices350, and says so.
    let model = try repository.json("consensus", set.question, "--method", "dawid-skene")
    let warnings = model["warnings"]?.list?.compactMap(\.text) ?? []
    if set == .dices350 {
      #expect(warnings.contains { $0.contains("inflates a rare value") }, "\(warnings)")
    }
    if set == .nq301 {
      #expect(warnings.contains { $0.contains("annotator3") })
      try repository.judge("role", "annotator3", "adjudicator").expecting(0)
      let report = try repository.json("agreement", set.question)
      #expect(report["reviewers"]?.list?.count == 2)
      let notes = report["warnings"]?.list?.compactMap(\.text) ?? []
      #expect(notes.contains { $0.contains("annotator3 are left out (an adjudicator)") })
    }
  }
}
