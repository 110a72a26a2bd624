import JudgeAgreement
import Testing

@Suite("The Dawid–Skene model")
struct DawidSkeneTests {
  @Test(arguments: 1...20)
  func renamingChangesNothing(seed: UInt64) throws {
    let random = RandomTable(seed: seed, labels: 3)
    var generator = Xoshiro256(seed: seed ^ 0x5EED)
    let items = generator.permutation(of: random.items)
    let raters = generator.permutation(of: random.raters)
    let labels = generator.permutation(of: random.labels)
    let model = DawidSkene.fit(try random.table(), stop: .rounds(7))
    let renamed = DawidSkene.fit(
      try random.mapped(item: { items[$0] }, rater: { raters[$0] }, label: { labels[$0] }).table(),
      stop: .rounds(7))
    for item in 0..<random.items {
      for label in 0..<3 {
        let found = renamed.posteriors[items[item] * 3 + labels[label]]
        #expect(close(found, model.posteriors[item * 3 + label], 1e-9), "seed \(seed)")
      }
    }
    for rater in 0..<random.raters {
      #expect(close(model.skill(of: rater), renamed.skill(of: raters[rater]), 1e-9), "\(seed)")
    }
  }

  @Test(arguments: 1...20)
  func everythingIsAProbability(seed: UInt64) throws {
    let random = RandomTable(seed: seed)
    let table = try random.table()
    let model = DawidSkene.fit(table)
    #expect(close(model.priors.reduce(0, +), 1, 1e-12), "seed \(seed)")
    for item in 0..<table.itemCount where !table.ratings(of: item).isEmpty {
      #expect(close(model.consensus.support(of: item).reduce(0, +), 1, 1e-12), "seed \(seed)")
    }
    for rater in 0..<table.raterCount {
      for truth in 0..<table.labelCount {
        let row = (0..<table.labelCount).reduce(0.0) {
          $0 + model.confusion(of: rater, truth: truth, observed: $1)
        }
        #expect(close(row, 1, 1e-12), "seed \(seed)")
      }
    }
  }

  @Test func exactlyTheRoundsAskedFor() throws {
    let table = try RandomTable(seed: 3).table()
    for rounds in [0, 1, 5, 200] {
      let model = DawidSkene.fit(table, stop: .rounds(rounds))
      #expect(model.rounds == rounds)
      #expect(model.converged == (rounds == 200))
    }
    #expect(DawidSkene.fit(table, stop: .tolerance(-1, limit: 9)).rounds == 9)
    #expect(!DawidSkene.fit(table, stop: .tolerance(-1, limit: 9)).converged)
  }

  @Test func noRoundLeavesTheVoteShares() throws {
    let model = DawidSkene.fit(try table(["001", "1--", "---"], labels: 2), stop: .rounds(0))
    #expect(close(model.posteriors[0], 2.0 / 3, 1e-15))
    #expect(model.posteriors[3] == 1)
    #expect(close(model.priors[0], 1.0 / 3, 1e-15))
    #expect(model.consensus.labels == [0, 1, nil])
  }

  /// A rater who always says the opposite is worth as much as one who is always right.
  @Test func findsTheContrarian() throws {
    var random = RandomTable(seed: 11, items: 300, raters: 5, labels: 2, density: 1)
    random.ratings = random.ratings.map { rating in
      Rating(
        item: rating.item, rater: rating.rater,
        label: rating.rater == 4 ? 1 - rating.label : rating.label)
    }
    let model = DawidSkene.fit(try random.table())
    #expect(model.converged)
    let skills = (0..<5).compactMap(model.skill(of:))
    #expect(skills.count == 5)
    #expect(skills.prefix(4).allSatisfy { $0 > 0.7 })
    #expect(skills[4] < 0.3)
  }

  @Test func raterWithoutRatingsHasNoSkill() throws {
    let table = try table(["00-", "11-"], labels: 2)
    #expect(table.raterCount == 3)
    #expect(DawidSkene.fit(table).skill(of: 2) == nil)
  }
}
