import JudgeTestSupport
import Testing

/// Agreement figures equal those of scikit-learn and krippendorff to 1e-9.
///
/// Of the program on one set, in the long tests on all; the figures of all sets are those of
/// `TruthAgreementTests`.
@Suite(.enabled(if: SharedSet.arePresent, SharedSet.absent))
struct AgreementTruthTests {
  @Test(arguments: PropertyRuns.isLong ? [SharedSet.pandalm, .nq301, .dices350] : [.nq301])
  func figuresEqualTheTruth(set: SharedSet) throws {
    let truth = try set.truth()
    let repository = try set.judged()
    let report = try repository.json("agreement", set.question)

    #expect(report["consensus", "method"] == "majority")
    #expect(report["consensus", "labelled"] == truth["majority", "decided"])
    #expect(report["consensus", "ties"] == truth["majority", "ties"])

    try pairs(report, truth)
    for kind in ["nominal", "ordinal", "interval"] {
      guard let expected = truth["krippendorff", kind]?.number else { continue }
      close(report["krippendorff_alpha", kind], expected, "krippendorff \(kind)")
    }
    for (source, figures) in truth["judges"]?.object ?? [:] {
      guard let against = figures["vs_majority"] else { continue }
      let rows = report["judges"]?.list?.filter { $0["source_id"]?.text == source } ?? []
      let row = try #require(rows.first, "no row for \(source)")
      #expect(row["n"] == against["n"])
      #expect(row["errors"] == figures["missing_or_error"])
      close(row["accuracy"], against["accuracy"]?.number, "\(source) accuracy")
      close(row["cohen_kappa"], against["kappa"]?.number, "\(source) kappa")
      close(row["macro_f1"], against["f1_macro"]?.number, "\(source) macro F1")
    }
  }

  private func pairs(_ report: JSON, _ truth: JSON) throws {
    let expected = try #require(truth["cohen_pairs"]?.list)
    let given = try #require(report["cohen_kappa"]?.list)
    #expect(given.count == expected.count)
    var byNames: [[String]: JSON] = [:]
    for pair in given { byNames[names(pair)] = pair }
    for pair in expected {
      let ours = try #require(byNames[names(pair)])
      let label = names(pair).joined(separator: " – ")
      #expect(ours["n"] == pair["n"], "\(label)")
      close(ours["agreement"], pair["agreement"]?.number, "\(label) agreement")
      close(ours["kappa"], pair["kappa"]?.number, "\(label) kappa")
      for (key, weighted) in [("linear", "kappa_linear"), ("quadratic", "kappa_quadratic")] {
        guard let figure = pair[weighted]?.number else { continue }
        close(ours[key], figure, "\(label) \(weighted)")
      }
    }
    close(report["cohen_kappa_mean"], truth["cohen_mean"]?.number, "mean kappa")
  }

  private func names(_ pair: JSON) -> [String] {
    [pair["a"]?.text ?? "", pair["b"]?.text ?? ""].sorted()
  }

  private func close(_ value: JSON?, _ expected: Double?, _ label: String) {
    guard let expected else {
      #expect(value == .null || value == nil, "\(label) is not defined")
      return
    }
    let difference = value?.number.map { abs($0 - expected) } ?? .infinity
    #expect(difference <= 1e-9, "\(label): \(value?.line ?? "missing"), truth \(expected)")
  }
}
