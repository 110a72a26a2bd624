import JudgeJSON
import JudgeScoring
import Testing

@testable import JudgeAlignment

@Suite struct CalibrationTrainerTests {
  private let values: [JSONValue] = ["1", "2"]

  /// The guard's promise is a rate of 5 %, so the test is one of a rate: of 60 draws at that rate
  /// more than 7 are adopted once in a hundred times.
  @Test(arguments: [20, 60])
  func adoptsNothingWithoutSignal(count: Int) {
    let adopted = (0..<60).filter { seed in
      CalibrationTrainer().train(
        SyntheticCases.withoutSignal(count, seed: UInt64(seed)), values: values,
        seed: UInt64(seed)
      ).improved
    }
    #expect(adopted.count <= 7, "seeds \(adopted)")
  }

  /// A wrong judge whose bias lengths show is corrected from 25 labels on.
  @Test func findsAClearBiasInFewLabels() {
    let adopted = (0..<20).filter { seed in
      CalibrationTrainer().train(
        SyntheticCases.lengthBias(25, seed: UInt64(seed)), values: values, seed: UInt64(seed)
      ).improved
    }
    #expect(adopted.count >= 14, "seeds \(adopted)")
  }

  /// Only which cases share a group matters, not what it is called.
  @Test(arguments: [0, 1, 2] as [UInt64])
  func namesOfGroupsDoNotMatter(seed: UInt64) {
    let items = SyntheticCases.lengthBias(40, seed: seed)
    let renamed = items.enumerated().map { place, item in
      CalibrationItem(
        verdict: item.verdict, features: item.features, label: item.label,
        group: "z\(items.count - place)")
    }
    let one = CalibrationTrainer().train(items, values: values, seed: seed)
    #expect(CalibrationTrainer().train(renamed, values: values, seed: seed) == one, "seed \(seed)")
  }

  /// Fewer right verdicts are no gain, however much better the probabilities are.
  @Test(arguments: 0..<10 as Range<UInt64>)
  func aBetterScoreAloneChangesNothing(seed: UInt64) {
    let outcome = CalibrationTrainer().train(
      SyntheticCases.withoutSignal(40, seed: seed), values: values, seed: seed)
    let found = outcome.selection
    if found.alignedAccuracy <= found.baseAccuracy { #expect(found.logScoreLower95 == -1) }
    if found.chanceP != nil { #expect(found.n < SmallStart.labels) }
  }

  /// A gain that few labels cannot prove by right verdicts alone.
  @Test func provesByTheTextsWhatRightVerdictsCannot() {
    func adopted(_ scoresByVerdict: Bool) -> Set<Int> {
      var trainer = CalibrationTrainer()
      trainer.options.scoresByVerdict = scoresByVerdict
      return Set(
        (0..<20).filter { seed in
          trainer.train(
            SyntheticCases.rareBias(40, seed: UInt64(seed)), values: values, seed: UInt64(seed)
          ).improved
        })
    }
    let (new, old) = (adopted(true), adopted(false))
    #expect(new.isSuperset(of: old) && new.count >= old.count + 3, "\(new) \(old)")
  }

  /// That one verdict is more often right than the other improves the score, and corrects nothing.
  @Test func aTrustworthyVerdictIsNoGain() {
    let adopted = (0..<20).filter { seed in
      CalibrationTrainer().train(
        SyntheticCases.oneSided(60, seed: UInt64(seed)), values: values, seed: UInt64(seed)
      ).improved
    }
    #expect(adopted.count <= 1, "seeds \(adopted)")
  }

  @Test func keepsAGoodJudge() {
    let adopted = (0..<20).filter { seed in
      CalibrationTrainer().train(
        SyntheticCases.goodJudge(60, seed: UInt64(seed)), values: values, seed: UInt64(seed)
      ).improved
    }
    #expect(adopted.isEmpty, "seeds \(adopted)")
  }

  @Test(arguments: [0, 1, 2] as [UInt64])
  func findsAPlantedBias(seed: UInt64) throws {
    let outcome = CalibrationTrainer().train(
      SyntheticCases.lengthBias(60, seed: seed), values: values, seed: seed)
    #expect(outcome.improved, "seed \(seed)")
    #expect(outcome.selection.n == 60)
    #expect(outcome.selection.baseAccuracy < 0.35)
    #expect(outcome.selection.alignedAccuracy > 0.7)
    #expect(outcome.selection.differenceLower95 > 0.2)
    #expect(outcome.selection.method == "cross-validation")
    let model = try #require(outcome.model)
    let fresh = SyntheticCases.lengthBias(400, seed: seed + 1_000)
    let right = fresh.count {
      model.predict(verdict: $0.verdict, features: $0.features).value == $0.label
    }
    #expect(Double(right) / 400 > 0.75, "seed \(seed)")
    let stored = try CalibrationModel(json: JSONValue(parsing: model.json.canonicalText))
    #expect(stored == model)
  }

  @Test func sameSeedSameOutcome() {
    let items = SyntheticCases.lengthBias(30, seed: 3)
    let one = CalibrationTrainer().train(items, values: values, seed: 9)
    #expect(CalibrationTrainer().train(items, values: values, seed: 9) == one)
    #expect(CalibrationTrainer().train(items, values: values, seed: 10) != one)
  }

  @Test func casesWithoutAVerdictAreLearnedFromAndNotCompared() {
    let items = SyntheticCases.lengthBias(60, seed: 4).enumerated().map { i, item in
      CalibrationItem(
        verdict: i % 6 == 0 ? nil : item.verdict, features: item.features, label: item.label,
        group: item.group)
    }
    let outcome = CalibrationTrainer().train(items, values: values, seed: 1)
    #expect(outcome.selection.n == 50)
    #expect(outcome.improved)
  }

  @Test func keepsTheBaseWhereThereIsTooLittle() {
    let items = SyntheticCases.lengthBias(40, seed: 5)
    for few in [0, 1, 4] {
      let outcome = CalibrationTrainer().train(
        Array(items.prefix(few)), values: values, seed: 1)
      #expect(!outcome.improved)
      #expect(outcome.selection.n == few)
    }
    let oneGroup = items.map {
      CalibrationItem(verdict: $0.verdict, features: $0.features, label: $0.label, group: "g")
    }
    #expect(CalibrationTrainer().train(oneGroup, values: values, seed: 1).model == nil)
    let one = CalibrationTrainer().train(items, values: ["1"], seed: 1)
    #expect(one.model?.classes == ["1", "2"])
  }

  @Test func copiesOfACaseAreOneGroupAndNoEvidence() {
    // Ten cases, twelve copies each: 120 labels that say no more than ten.
    let ten = SyntheticCases.withoutSignal(10, seed: 6)
    let copies = ten.flatMap { [CalibrationItem](repeating: $0, count: 12) }
    let few = CalibrationTrainer().train(ten, values: values, seed: 1)
    let many = CalibrationTrainer().train(copies, values: values, seed: 1)
    #expect(!few.improved)
    #expect(!many.improved)
  }

  @Test func threeClasses() throws {
    let items = SyntheticCases.lengthBias(90, seed: 7).enumerated().map { i, item in
      let equal = i % 3 == 0
      var values = item.features.values
      values["pair.similarity"] = equal ? 0.9 : 0.1
      return CalibrationItem(
        verdict: item.verdict, features: LexicalFeatures(values: values, fieldCount: 2),
        label: equal ? "tie" : item.label, group: item.group)
    }
    let outcome = CalibrationTrainer().train(items, values: ["1", "2", "tie"], seed: 1)
    #expect(outcome.improved)
    #expect(outcome.selection.alignedAccuracy > 0.6)
    #expect(outcome.model?.interactions.count == 3)
  }
}
