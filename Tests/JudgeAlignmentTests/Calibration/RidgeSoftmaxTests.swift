import JudgeScoring
import JudgeTestSupport
import Testing

@testable import JudgeAlignment

@Suite struct RidgeSoftmaxTests {
  /// At the optimum the gradient of the penalised log-likelihood is 0.
  @Test(arguments: [2, 3, 5])
  func endsWhereTheGradientIsZero(classes: Int) {
    var generator = SeededGenerator(seed: UInt64(classes))
    let (count, width) = (40, 1 + classes + 3)
    var rows: [Double] = []
    var labels: [Int] = []
    for _ in 0..<count {
      rows.append(1)
      for _ in 1..<width { rows.append(Double.random(in: -1...1, using: &generator)) }
      labels.append(generator.below(classes))
    }
    let penalty = (0..<width).map { 0.5 + Double($0) }
    let model = RidgeSoftmax(
      classes: classes, penalty: penalty, verdictColumns: 1..<(1 + classes), verdictPrior: 1)
    var gram = [Double](repeating: 0, count: width * width)
    let fitted = rows.withUnsafeBufferPointer { rows in
      labels.withUnsafeBufferPointer { labels -> [Double] in
        guard let rows = rows.baseAddress, let labels = labels.baseAddress else { return [] }
        gram.withUnsafeMutableBufferPointer { gram in
          guard let gram = gram.baseAddress else { return }
          DenseKernels.addGram(of: rows, count: count, columns: width, to: gram)
        }
        return model.fit(
          RidgeSoftmax.Rows(design: rows, labels: labels, stretches: [0..<15, 15..<count]),
          factor: model.factor(gram: gram), tolerance: 1e-12, limit: 5_000)
      }
    }
    let weights = (0..<classes).map { model.coefficients(ofClass: $0, in: fitted) }
    for c in 0..<classes {
      for column in 0..<width {
        let center = column - 1 == c ? 1.0 : 0
        // Two classes are held apart symmetrically, so their prior is ± ½.
        let prior = classes == 2 ? (1..<3).contains(column) ? center - 0.5 : 0 : center
        var gradient = penalty[column] * (weights[c][column] - prior)
        for r in 0..<count {
          let row = rows[(r * width)..<((r + 1) * width)]
          let logits = weights.map { zip($0, row).reduce(0) { $0 + $1.0 * $1.1 } }
          let fittedShare = CalibrationModel.softmax(logits)[c]
          gradient += rows[r * width + column] * (fittedShare - (labels[r] == c ? 1 : 0))
        }
        #expect(gradient.magnitude < 1e-8, "class \(c), column \(column): \(gradient)")
      }
    }
  }
}
