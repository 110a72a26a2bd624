import JudgeAgreement
import JudgeWork
import Testing

/// One sparse table against scikit-learn, statsmodels, krippendorff and irrCAC (see
/// `referenceRows`).
@Suite("Figures of a small sparse table")
struct ReferenceFigureTests {
  @Test func alpha() throws {
    let table = try table(referenceRows, labels: 4)
    #expect(close(try table.krippendorffAlpha(.nominal), 0.3294629898403484, 1e-13))
    #expect(close(try table.krippendorffAlpha(.ordinal), 0.4671186281418841, 1e-13))
    #expect(
      close(try table.krippendorffAlpha(.interval([0, 1, 2, 3])), 0.4663120567375888, 1e-13))
    #expect(
      close(try table.krippendorffAlpha(.interval([1, 2, 4, 8])), 0.4437442360897633, 1e-13))
  }

  @Test func gwet() throws {
    let table = try table(referenceRows, labels: 4)
    #expect(close(table.gwetAC1(), 0.273030176820264, 1e-13))
    #expect(close(table.gwetAC1(categories: 6), 0.358430292783009, 1e-13))
    let unanimous = try self.unanimousTable()
    #expect(unanimous.gwetAC1() == 1)
    #expect(unanimous.gwetAC1(categories: 2) == 1)
  }

  static let pairs: [(Int, Int, Int, Double, Double, Double)] = [
    (0, 1, 7, 0.19999999999999996, 0.15999999999999992, 0.16666666666666663),
    (0, 2, 7, 0.2432432432432432, 0.29999999999999993, 0.39655172413793094),
    (0, 3, 7, 0.6, 0.4999999999999999, 0.46153846153846156),
    (0, 4, 9, 0.06896551724137923, 0.0898876404494382, 0.08383233532934142),
    (1, 2, 6, 0.75, 0.8235294117647058, 0.8888888888888888),
    (1, 3, 6, 0.5714285714285714, 0.5909090909090908, 0.6341463414634146),
    (1, 4, 7, 0.26315789473684204, 0.24615384615384606, 0.2222222222222222),
    (2, 3, 5, 0.736842105263158, 0.8275862068965517, 0.9056603773584906),
    (2, 4, 7, 0.26315789473684204, 0.34375, 0.4444444444444444),
    (3, 4, 6, 0.17241379310344818, 0.2857142857142856, 0.43243243243243235),
  ]

  @Test func cohen() throws {
    let found = try table(referenceRows, labels: 4).pairAgreements()
    #expect(found.count == Self.pairs.count)
    for (pair, expected) in zip(found, Self.pairs) {
      #expect((pair.first, pair.second, pair.items) == (expected.0, expected.1, expected.2))
      #expect(close(pair.kappa, expected.3, 1e-13))
      #expect(close(pair.linearKappa, expected.4, 1e-13))
      #expect(close(pair.quadraticKappa, expected.5, 1e-13))
    }
  }

  @Test func fleiss() throws {
    let found = try table(referenceRows, labels: 4).fleissKappas()
    let expected: [(Int, Int, Double, Double)] = [
      (2, 1, -1, -1.0 / 3), (3, 2, 0, 1.0 / 3), (4, 5, 0.13669064748201437, 0.2),
      (5, 3, 0.44852941176470584, 0.5555555555555555),
    ]
    #expect(found.count == expected.count)
    for (row, truth) in zip(found, expected) {
      #expect((row.ratings, row.items) == (truth.0, truth.1))
      #expect(close(row.kappa, truth.2, 1e-13))
      #expect(close(row.randolph, truth.3, 1e-13))
    }
  }

  @Test func undefinedIsNil() throws {
    let table = try unanimousTable()
    #expect(try table.krippendorffAlpha(.nominal) == nil)
    #expect(try table.krippendorffAlpha(.ordinal) == nil)
    #expect(try table.krippendorffAlpha(.interval([5, 9])) == nil)
    #expect(table.fleissKappas().map(\.kappa) == [nil])
    #expect(table.pairAgreements().meanKappa() == nil)
    #expect(table.observedAgreement.value == 1)
  }

  @Test func refusesPointsThatDoNotFit() throws {
    let table = try unanimousTable()
    for points: [Double] in [[1], [1, 1], [1, .nan]] {
      #expect(throws: JudgeFailure.self) { try table.krippendorffAlpha(.interval(points)) }
    }
  }

  private func unanimousTable() throws -> RatingTable {
    try table(["00", "00", "0-"], labels: 2)
  }
}
