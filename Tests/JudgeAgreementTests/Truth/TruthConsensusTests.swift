import Foundation
import JudgeAgreement
import Testing

@Suite(
  "Consensus of real sets equals that of other libraries",
  .enabled(if: TruthSet.available, "the shared data sets are not on this machine"))
struct TruthConsensusTests {
  @Test(arguments: TruthSet.names)
  func majority(name: String) throws {
    let set = try TruthSet(name)
    let consensus = Consensus.majority(set.table)
    #expect(consensus.decidedCount == (try set.value("majority", "decided", as: Int.self)))
    #expect(consensus.tieCount == (try set.value("majority", "ties", as: Int.self)))
    #expect(consensus.unratedCount == 0)
    let tied: [String] = try set.value("majority", "tied_traces")
    let winners: [String: String] = try set.value("majority", "winner")
    let tallies: [String: [String: Int]] = try set.value("majority", "tallies")
    var wrong: [String] = []
    for (item, trace) in set.traces.enumerated() {
      let support = set.labels.map { Double(tallies[trace]?[$0] ?? 0) }
      let same =
        consensus.labels[item].map { set.labels[$0] } == winners[trace]
        && !consensus.tied[item].isEmpty == tied.contains(trace)
        && Array(consensus.support(of: item)) == support
      if !same { wrong.append(trace) }
    }
    #expect(wrong == [])
    let unanimous: Int = try set.value("majority", "unanimous")
    #expect(Consensus.unanimous(set.table, minimumRatings: 2).decidedCount == unanimous)
  }

  @Test(arguments: TruthSet.names)
  func weightedByAgreementWithTheMajority(name: String) throws {
    let set = try TruthSet(name)
    let wawa = WawaConsensus(set.table, tieOrder: set.firstSeen)
    let expected: [String: Double] = try set.value("wawa_skills")
    for (rater, skill) in wawa.skills.enumerated() {
      #expect(close(skill, expected[set.raters[rater]]), "\(set.raters[rater])")
    }
  }

  static let fits: [(String, String, DawidSkene.Stop)] = TruthSet.names.flatMap { name in
    [
      (name, "dawid_skene_iter1", DawidSkene.Stop.rounds(1)),
      (name, "dawid_skene_iter10", .rounds(10)),
      (name, "dawid_skene_default", .tolerance(1e-5, limit: 100)),
    ]
  }

  @Test(arguments: fits)
  func dawidSkene(name: String, key: String, stop: DawidSkene.Stop) throws {
    let set = try TruthSet(name)
    let model = DawidSkene.fit(set.table, stop: stop)
    #expect(model.rounds == (try set.value(key, "iterations", as: Int.self)))
    #expect(close(model.evidence.last, try set.value(key, "elbo_per_rating", as: Double.self)))
    let priors: [String: Double] = try set.value(key, "priors")
    for (label, prior) in priors {
      #expect(close(model.priors[try set.code(label)], prior, 1e-13), "prior of \(label)")
    }
    let labels: [String: String] = try set.value(key, "labels")
    let posteriors: [String: [String: Double]] = try set.value(key, "probas")
    let consensus = model.consensus
    var wrong: [String] = []
    for (item, trace) in set.traces.enumerated() {
      if consensus.labels[item].map({ set.labels[$0] }) != labels[trace] { wrong.append(trace) }
      for (label, expected) in try #require(posteriors[trace]) {
        let found = model.posteriors[item * set.labels.count + (try set.code(label))]
        if !close(found, expected) { wrong.append("\(trace) \(label)") }
      }
    }
    let skills: [String: Double] = try set.value(key, "worker_accuracy")
    let confusions: [String: [String: [String: Double]]] = try set.value(
      key, "confusion[worker][true][observed]")
    for (rater, source) in set.raters.enumerated() {
      #expect(close(model.skill(of: rater), skills[source]), "\(source)")
      for (truth, row) in try #require(confusions[source]) {
        for (observed, expected) in row {
          let found = model.confusion(
            of: rater, truth: try set.code(truth), observed: try set.code(observed))
          if !close(found, expected) { wrong.append("\(source) \(truth) \(observed)") }
        }
      }
    }
    #expect(wrong == [])
    let resolved: [String: String] = try set.value(key, "tie_resolution")
    for (trace, label) in resolved {
      let item = try #require(set.traces.firstIndex(of: trace))
      #expect(consensus.labels[item] == (try set.code(label)))
    }
  }
}
