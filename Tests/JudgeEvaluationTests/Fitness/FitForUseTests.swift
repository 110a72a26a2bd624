import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import Testing

@Suite("Whether a judge may be used") struct FitForUseTests {
  private func rate(_ successes: Int, of total: Int) -> ClusteredProportion {
    ClusteredProportion((0..<total).map { ($0, $0 < successes) })
  }

  @Test("Both bounds above the bar: fit") func fit() {
    let fit = FitForUse(passing: rate(95, of: 100), failing: rate(93, of: 100))
    #expect(fit.verdict == .fit)
    #expect(fit.moreLabels == nil)
    #expect(
      fit.sentence.hasPrefix(
        "fit for use: it passes 95 % of good cases (TPR 0.950 [0.888, 0.978], n = 100; reaches 0.800)"
      ))
  }

  @Test("A judge that always passes is never fit") func constant() {
    // One case that was missed proves nothing.
    #expect(FitForUse(passing: rate(1, of: 1), failing: rate(0, of: 1)).verdict == .tooFewLabels)
    for total in [1, 10, 1000, 100_000] {
      let fit = FitForUse(passing: rate(total, of: total), failing: rate(0, of: 50))
      #expect(fit.verdict == .notFit)
    }
    // Nothing that fails was seen: nothing is proved.
    let fit = FitForUse(passing: rate(500, of: 500), failing: rate(0, of: 0))
    #expect(fit.verdict == .tooFewLabels)
    #expect(fit.moreLabels != nil)
    // What is missing is said, and not a number of labels of any kind.
    #expect(fit.headline == "too few labels to say (label cases that people fail)")
    #expect(
      FitForUse(passing: rate(0, of: 0), failing: rate(30, of: 30)).headline
        == "too few labels to say (label cases that people pass)")
    #expect(FitForUse(passing: rate(0, of: 0), failing: rate(0, of: 0)).missingKind == nil)
  }

  @Test("Of held-out figures the number is that of all labels, and the words say so")
  func heldOut() throws {
    var fit = FitForUse(passing: rate(23, of: 25), failing: rate(14, of: 15))
    let measured = try #require(fit.moreLabels)
    #expect(fit.headline == "too few labels to say (label about \(measured) more)")
    fit.labelShare = HeldOutSplit.testShare
    let all = Int((Double(measured) / 0.3).rounded(.up))
    #expect(fit.moreLabels == all)
    #expect(fit.json["more_labels"] == .number(Double(all)))
    #expect(
      fit.headline
        == "too few labels to say (label about \(all) more: about 3 in 10 of them are held out, and "
        + "only those count here)")
    // What is more than can be named stays that.
    fit = FitForUse(passing: rate(80, of: 100), failing: rate(80, of: 100))
    fit.labelShare = HeldOutSplit.testShare
    #expect((fit.moreLabels ?? 0) == FitForUse.mostLabelsNamed + 1)
  }

  @Test("Few labels: too few, and the number that is named decides", arguments: 3...60)
  func tooFew(total: Int) throws {
    let right = total - total / 12
    let fit = FitForUse(passing: rate(right, of: total), failing: rate(right, of: total))
    guard fit.verdict == .tooFewLabels, let more = fit.moreLabels else { return }
    // As many more labels at the same rate decide.
    let grown = Int((Double(total) + Double(more) / 2 + 2).rounded())
    let share = Double(right) / Double(total)
    let successes = Int((share * Double(grown)).rounded())
    let later = FitForUse(passing: rate(successes, of: grown), failing: rate(successes, of: grown))
    let isNear = (later.moreLabels ?? 0) <= max(8, more / 2)
    #expect(later.verdict != .tooFewLabels || isNear, "\(total): \(more)")
  }

  @Test("Labels of one group say less") func groups() {
    let trials = (0..<200).map { (group: $0 / 20, isSuccess: $0 / 20 != 3) }
    let clustered = ClusteredProportion(trials)
    let apart = ClusteredProportion(trials.enumerated().map { ($0, $1.isSuccess) })
    #expect(clustered.value == apart.value)
    #expect(clustered.designEffect > 15)
    let (wide, narrow) = (clustered.interval(), apart.interval())
    #expect((wide?.lower ?? 1) < (narrow?.lower ?? 0) - 0.1)
    #expect(narrow == apart.proportion.wilson())
  }

  @Test("Without variation a group counts as one trial") func perfectGroups() throws {
    let clustered = ClusteredProportion((0..<100).map { ($0 / 10, true) })
    let lower = try #require(clustered.interval()).lower
    // Ten groups, all right: about n / (n + t²) of ten.
    #expect(lower < 0.7 && lower > 0.6)
    #expect(ClusteredProportion((0..<5).map { _ in (1, true) }).interval()?.lower == 0)
    #expect(ClusteredProportion([(group: Int, isSuccess: Bool)]()).interval() == nil)
  }

  @Test("Kappa decides if nothing passes, from 30 groups on") func kappa() {
    let interval = ConfidenceInterval(lower: 0.65, upper: 0.9, confidence: 0.95)
    func fit(_ groups: Int) -> FitForUse {
      FitForUse(
        kappa: 0.8, interval: interval, isWeighted: true, count: groups, groups: groups)
    }
    #expect(fit(30).verdict == .fit)
    #expect(fit(29).verdict == .tooFewLabels)
    #expect(fit(29).moreLabels == 1)
  }
}
