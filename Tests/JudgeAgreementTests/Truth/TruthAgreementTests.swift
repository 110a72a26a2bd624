import Foundation
import JudgeAgreement
import Testing

@Suite(
  "Agreement figures of real sets equal those of other libraries",
  .enabled(if: TruthSet.available, "the shared data sets are not on this machine"))
struct TruthAgreementTests {
  @Test(arguments: TruthSet.names)
  func observedAgreementAndPairs(name: String) throws {
    let set = try TruthSet(name)
    #expect(set.table.ratings.count == (try set.value("human_ratings", as: Int.self)))
    let observed = set.table.observedAgreement
    #expect(observed.pairs == (try set.value("pairs", as: Int.self)))
    #expect(close(observed.value, try set.value("observed_agreement_all_pairs", as: Double.self)))
  }

  @Test(arguments: TruthSet.names)
  func cohenPairs(name: String) throws {
    let set = try TruthSet(name)
    let pairs = set.table.pairAgreements()
    let expected: [[String: Any]] = try set.value("cohen_pairs")
    #expect(pairs.count == expected.count)
    let found = Dictionary(
      uniqueKeysWithValues: pairs.map {
        (Set([set.raters[$0.first], set.raters[$0.second]]), $0)
      })
    for row in expected {
      let key = Set([row["a"], row["b"]].compactMap { $0 as? String })
      let pair = try #require(found[key])
      #expect(pair.items == row["n"] as? Int, "\(key)")
      #expect(close(pair.agreement, number(row["agreement"])), "\(key)")
      #expect(close(pair.kappa, number(row["kappa"])), "\(key)")
      if set.ordered {
        #expect(close(pair.linearKappa, number(row["kappa_linear"])), "\(key)")
        #expect(close(pair.quadraticKappa, number(row["kappa_quadratic"])), "\(key)")
      }
    }
    for pair in pairs.prefix(20) {
      let confusion = set.table.confusion(between: pair.first, and: pair.second)
      #expect(confusion.cohenKappa() == pair.kappa)
    }
    #expect(close(pairs.meanKappa(), number(set.figures["cohen_mean"])))
    #expect(
      close(pairs.meanKappaWeightedByItems(), number(set.figures["cohen_mean_weighted_by_n"])))
  }

  @Test(arguments: TruthSet.names)
  func fleiss(name: String) throws {
    let set = try TruthSet(name)
    let expected: [String: [String: Any]] = try set.value("fleiss_by_rating_count")
    let found = set.table.fleissKappas()
    #expect(found.count == expected.count)
    for row in found {
      let truth = try #require(expected["\(row.ratings)"])
      #expect(row.items == truth["traces"] as? Int)
      #expect(close(row.kappa, number(truth["fleiss"])), "\(row.ratings) ratings")
      #expect(close(row.randolph, number(truth["randolph"])), "\(row.ratings) ratings")
    }
  }

  @Test(arguments: TruthSet.names)
  func krippendorff(name: String) throws {
    let set = try TruthSet(name)
    let truth: [String: Any] = try set.value("krippendorff")
    #expect(close(try set.table.krippendorffAlpha(.nominal), number(truth["nominal"])))
    guard set.ordered else { return }
    #expect(close(try set.table.krippendorffAlpha(.ordinal), number(truth["ordinal"])))
    let points = set.labels.indices.map(Double.init)
    #expect(close(try set.table.krippendorffAlpha(.interval(points)), number(truth["interval"])))
  }

  @Test(arguments: TruthSet.names)
  func humanCeiling(name: String) throws {
    let set = try TruthSet(name)
    let expected: [String: [String: Any]] = try set.value("annotator_vs_majority_of_others")
    for row in set.table.humanCeiling() {
      let truth = try #require(expected[set.raters[row.rater]])
      #expect(row.confusion.total == truth["n"] as? Int)
      #expect(close(row.confusion.accuracy, number(truth["accuracy"])))
      #expect(close(row.confusion.cohenKappa(), number(truth["kappa"])))
    }
  }

  @Test func figuresTogetherEqualFiguresAlone() throws {
    let set = try TruthSet("dices350")
    let figures = try set.table.agreementFigures(scale: .ranked(3))
    #expect(figures.observedAgreement == set.table.observedAgreement.value)
    #expect(figures.meanCohenKappa == set.table.pairAgreements().meanKappa())
    #expect(figures.nominalAlpha == (try set.table.krippendorffAlpha(.nominal)))
    #expect(figures.ordinalAlpha == (try set.table.krippendorffAlpha(.ordinal)))
    #expect(figures.intervalAlpha == (try set.table.krippendorffAlpha(.interval([0, 1, 2]))))
    #expect(figures.gwetAC1 == set.table.gwetAC1())
  }

  @Test func onlyTheAdjudicatorIsSuspected() throws {
    for name in TruthSet.names {
      let set = try TruthSet(name)
      let suspects = set.table.conflictExposures().filter(\.suggestsAdjudicator)
        .map { set.raters[$0.rater] }
      #expect(suspects == (name == "nq301" ? ["annotator3"] : []))
    }
  }
}
