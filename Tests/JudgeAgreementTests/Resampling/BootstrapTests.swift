import JudgeAgreement
import JudgeWork
import Testing

@Suite("The seeded bootstrap")
struct BootstrapTests {
  /// A figure of weighted items is the figure of a table in which items stand that often.
  @Test(arguments: 1...20)
  func weightsAreRepetitions(seed: UInt64) throws {
    let random = RandomTable(seed: seed)
    let table = try random.table()
    var drawn: [[Int]] = []
    _ = try Bootstrap(resamples: 4, seed: seed).interval(items: random.items) { weights in
      drawn.append(weights)
      return 1
    }
    for (index, weights) in drawn.dropFirst().enumerated() {
      #expect(weights.reduce(0, +) == random.items)
      var repeated: [Rating] = []
      var item = 0
      for (source, weight) in weights.enumerated() {
        for _ in 0..<weight {
          repeated += table.ratings(of: source)
            .map { Rating(item: item, rater: $0.rater, label: $0.label) }
          item += 1
        }
      }
      let explicit = try RatingTable(
        ratings: repeated, itemCount: item, raterCount: random.raters, labelCount: random.labels)
      let scale = LabelScale.ranked(random.labels)
      let expected = try explicit.agreementFigures(scale: scale, categories: random.labels)
      let found = try table.resampledFigures(
        weights: weights, scale: scale, categories: random.labels)
      let what = "seed \(seed), resample \(index)"
      #expect(close(found.observedAgreement, expected.observedAgreement, 1e-12), "\(what)")
      #expect(close(found.meanCohenKappa, expected.meanCohenKappa, 1e-12), "\(what)")
      #expect(close(found.nominalAlpha, expected.nominalAlpha, 1e-12), "\(what)")
      #expect(close(found.ordinalAlpha, expected.ordinalAlpha, 1e-12), "\(what)")
      #expect(close(found.intervalAlpha, expected.intervalAlpha, 1e-12), "\(what)")
      #expect(close(found.gwetAC1, expected.gwetAC1, 1e-12), "\(what)")
    }
  }

  @Test func sameSeedSameInterval() throws {
    let table = try RandomTable(seed: 2).table()
    let bootstrap = Bootstrap(resamples: 200, seed: 9)
    #expect(try table.agreementIntervals(bootstrap) == table.agreementIntervals(bootstrap))
    let other = Bootstrap(resamples: 200, seed: 10)
    #expect(try table.agreementIntervals(bootstrap) != table.agreementIntervals(other))
  }

  /// A mean of 0s and 1s: the percentile interval lies near Wilson's.
  @Test(arguments: [Bootstrap.Method.percentile, .bca])
  func intervalOfAMean(method: Bootstrap.Method) throws {
    let values = (0..<200).map { $0 % 5 == 0 ? 1.0 : 0 }
    let found = try Bootstrap(resamples: 4_000, seed: 1, method: method)
      .interval(items: values.count) { weights in
        zip(values, weights).reduce(0) { $0 + $1.0 * Double($1.1) } / Double(values.count)
      }
    let result = try #require(found)
    #expect(close(result.estimate, 0.2, 1e-12))
    #expect(close(result.standardError, (0.2 * 0.8 / 200).squareRoot(), 0.002))
    #expect(close(result.interval.lower, 0.15, 0.012))
    #expect(close(result.interval.upper, 0.26, 0.012))
  }

  /// The ends of BCa by Efron's formula, worked out here from the values that were asked for: the
  /// estimate first, then the resamples, then the jackknife.
  @Test func bcaByFormula() throws {
    let sample = (0..<60).map { Double($0 * $0) }
    var asked: [Double] = []
    func variance(_ weights: [Int]) -> Double? {
      let n = Double(weights.reduce(0, +))
      let mean = zip(sample, weights).reduce(0) { $0 + $1.0 * Double($1.1) } / n
      let squares = zip(sample, weights).reduce(0) { sum, pair in
        sum + Double(pair.1) * (pair.0 - mean) * (pair.0 - mean)
      }
      asked.append(squares / n)
      return squares / n
    }
    let found = try Bootstrap(resamples: 1_001, seed: 3, method: .bca)
      .interval(items: 60, of: variance)
    let interval = try #require(found).interval
    #expect(asked.count == 1 + 1_001 + 60)
    let resampled = asked[1..<1_002].sorted()
    let jackknife = asked[1_002...]
    let mean = jackknife.reduce(0, +) / 60
    let cubes = jackknife.reduce(0) { $0 + (mean - $1) * (mean - $1) * (mean - $1) }
    let squares = jackknife.reduce(0) { $0 + (mean - $1) * (mean - $1) }
    let acceleration = cubes / (6 * squares * squares.squareRoot())
    let below = Double(resampled.count { $0 < asked[0] }) / 1_001
    let bias = NormalDistribution.quantile(below)
    for (z, end) in [(-1.959963984540054, interval.lower), (1.959963984540054, interval.upper)] {
      let level = NormalDistribution.cumulative(bias + (bias + z) / (1 - acceleration * (bias + z)))
      let position = level * 1_000
      let index = Int(position)
      let step = resampled[index + 1] - resampled[index]
      #expect(near(end, resampled[index] + (position - Double(index)) * step, relative: 1e-9))
    }
  }

  @Test func clustersAreDrawnWhole() throws {
    let clusters = [5, 5, -1, 5, 9, 9]
    _ = try Bootstrap(resamples: 50, seed: 4).interval(items: 6, clusters: clusters) { weights in
      #expect(weights[0] == weights[1] && weights[0] == weights[3] && weights[4] == weights[5])
      #expect(weights[0] + weights[2] + weights[4] == 3)
      return 0
    }
    #expect(throws: JudgeFailure.self) {
      try Bootstrap().interval(items: 3, clusters: [1, 2]) { _ in 0 }
    }
  }

  @Test func undefinedResamplesAreCounted() throws {
    let bootstrap = Bootstrap(resamples: 300, seed: 6)
    let some = try bootstrap.interval(items: 4) { $0[0] == 0 ? nil : Double($0[0]) }
    let counted = try #require(some)
    #expect((60...130).contains(counted.undefined))
    #expect(try bootstrap.interval(items: 4) { $0[0] < 2 ? nil : 1 } == nil)
    #expect(try bootstrap.interval(items: 0) { _ in 1 } == nil)
    #expect(throws: JudgeFailure.self) {
      try Bootstrap(resamples: 0).interval(items: 1) { _ in 1 }
    }
    #expect(throws: JudgeFailure.self) {
      try Bootstrap(confidence: 1).interval(items: 1) { _ in 1 }
    }
  }
}
