import JudgeAgreement
import Testing

@Suite("Agreement figures on random tables")
struct FigurePropertyTests {
  @Test(arguments: 1...40)
  func alphaEqualsItsDefinition(seed: UInt64) throws {
    let random = RandomTable(seed: seed)
    let table = try random.table()
    let points = [-1.5, 0, 0.25, 7]
    let n = pairableCounts(table)
    let metrics: [(AlphaMetric, (Int, Int) -> Double)] = [
      (.nominal, { $0 == $1 ? 0 : 1 }),
      (
        .ordinal,
        { a, b in
          let (low, high) = (min(a, b), max(a, b))
          let between = n[low...high].reduce(0, +) - (n[low] + n[high]) / 2
          return between * between
        }
      ),
      (.interval(points), { (points[$0] - points[$1]) * (points[$0] - points[$1]) }),
    ]
    for (metric, distance) in metrics {
      let found = try table.krippendorffAlpha(metric)
      #expect(close(found, naiveAlpha(table, n, distance), 1e-12), "seed \(seed), \(metric)")
    }
  }

  @Test(arguments: 1...40)
  func gwetEqualsItsDefinition(seed: UInt64) throws {
    let table = try RandomTable(seed: seed, items: 60, labels: 3).table()
    var shares = [0.0, 0.0, 0.0]
    var observed = 0.0
    var rated = 0.0
    var pairable = 0.0
    for item in 0..<table.itemCount {
      let own = table.ratings(of: item)
      guard !own.isEmpty else { continue }
      rated += 1
      for rating in own { shares[rating.label] += 1 / Double(own.count) }
      guard own.count > 1 else { continue }
      pairable += 1
      let agreeing = own.reduce(0) { sum, first in
        sum + own.count { $0.rater != first.rater && $0.label == first.label }
      }
      observed += Double(agreeing) / Double(own.count * (own.count - 1))
    }
    let chance = shares.reduce(0) { $0 + $1 / rated * (1 - $1 / rated) } / 2
    let expected = (observed / pairable - chance) / (1 - chance)
    #expect(close(table.gwetAC1(categories: 3), expected, 1e-12), "seed \(seed)")
  }

  @Test(arguments: 1...40)
  func renamingChangesNothing(seed: UInt64) throws {
    let random = RandomTable(seed: seed)
    var generator = Xoshiro256(seed: seed ^ 0xABCD)
    let items = generator.permutation(of: random.items)
    let raters = generator.permutation(of: random.raters)
    let labels = generator.permutation(of: random.labels)
    let before = try random.table()
    let shuffled = try random.mapped(item: { items[$0] }, rater: { raters[$0] }).table()
    let relabelled = try random.mapped(label: { labels[$0] }).table()
    let reversed = try random.mapped(label: { random.labels - 1 - $0 }).table()
    let scale = LabelScale.ranked(random.labels)
    let figures = try before.agreementFigures(scale: scale)
    func same(_ a: AgreementFigures, nominalOnly: Bool = false, _ what: String) {
      #expect(a.observedAgreement == figures.observedAgreement, "seed \(seed), \(what)")
      #expect(close(a.meanCohenKappa, figures.meanCohenKappa, 1e-12), "seed \(seed), \(what)")
      #expect(close(a.nominalAlpha, figures.nominalAlpha, 1e-12), "seed \(seed), \(what)")
      #expect(close(a.gwetAC1, figures.gwetAC1, 1e-12), "seed \(seed), \(what)")
      guard !nominalOnly else { return }
      #expect(close(a.ordinalAlpha, figures.ordinalAlpha, 1e-12), "seed \(seed), \(what)")
      #expect(close(a.intervalAlpha, figures.intervalAlpha, 1e-12), "seed \(seed), \(what)")
    }
    same(try shuffled.agreementFigures(scale: scale), "items and raters shuffled")
    same(try reversed.agreementFigures(scale: scale), "order turned round")
    same(try relabelled.agreementFigures(scale: scale), nominalOnly: true, "labels shuffled")
    // The ordinal figures follow the points, not the codes.
    var points = [Double](repeating: 0, count: random.labels)
    for (old, new) in labels.enumerated() { points[new] = Double(old) }
    same(try relabelled.agreementFigures(scale: .points(points)), "labels and points shuffled")
  }

  @Test(arguments: 1...40)
  func unusedLabelsAndUnratedItemsChangeNothing(seed: UInt64) throws {
    let random = RandomTable(seed: seed)
    let small = try random.table()
    let large = try RatingTable(
      ratings: random.ratings, itemCount: random.items + 5, raterCount: random.raters + 2,
      labelCount: random.labels + 3)
    let figures = try small.agreementFigures(scale: .ranked(small.labelCount))
    #expect(figures == (try large.agreementFigures(scale: .ranked(large.labelCount))), "\(seed)")
    let consensus = Consensus.majority(small)
    #expect(Consensus.majority(large).labels.prefix(small.itemCount) == consensus.labels[...])
    let model = DawidSkene.fit(small, stop: .rounds(4))
    let larger = DawidSkene.fit(large, stop: .rounds(4))
    for label in 0..<random.labels {
      #expect(close(model.priors[label], larger.priors[label], 1e-13), "seed \(seed)")
    }
  }

  private func pairableCounts(_ table: RatingTable) -> [Double] {
    var counts = [Double](repeating: 0, count: table.labelCount)
    for item in 0..<table.itemCount where table.ratings(of: item).count > 1 {
      for rating in table.ratings(of: item) { counts[rating.label] += 1 }
    }
    return counts
  }

  /// Alpha from the definition: pairs within items over pairs of all pairable ratings.
  private func naiveAlpha(
    _ table: RatingTable, _ n: [Double], _ distance: (Int, Int) -> Double
  ) -> Double? {
    var observed = 0.0
    for item in 0..<table.itemCount {
      let own = table.ratings(of: item)
      for first in own {
        for second in own where own.count > 1 {
          observed += distance(first.label, second.label) / Double(own.count - 1)
        }
      }
    }
    var expected = 0.0
    for a in n.indices {
      for b in n.indices { expected += n[a] * n[b] * distance(a, b) }
    }
    let total = n.reduce(0, +)
    return expected > 0 ? 1 - observed * (total - 1) / expected : nil
  }
}
