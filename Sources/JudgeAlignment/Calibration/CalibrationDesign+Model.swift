import JudgeJSON
import JudgeScoring

extension CalibrationDesign {
  /// Returns the average of the candidates, each fitted on all items, as one model.
  func model(
    _ views: [[CalibrationCandidate]], weights: [Double], options: CalibrationOptions
  ) -> CalibrationModel {
    var total = [[Double]](
      repeating: [Double](repeating: 0, count: columns), count: classes.count)
    for (candidate, weight) in zip(views.flatMap { $0 }, weights) where weight > 1e-6 {
      let fitted = coefficients(of: candidate, verdictPrior: options.verdictPrior)
      for c in classes.indices {
        for (position, column) in candidate.columns.enumerated() {
          total[c][column] += weight * fitted[c][position]
        }
      }
    }
    let tables = classes.indices.map { verdict in
      classes.indices.map { c in
        Self.rounded(
          classes.indices.reduce(0.0) { sum, k in
            sum + Self.code(k, verdict, classes.count) * total[c][1 + k]
          })
      }
    }
    let crossed: [[[Double]]] =
      interacting.isEmpty
      ? []
      : classes.indices.map { verdict in
        classes.indices.map { c in
          interacting.indices.map { i in
            Self.rounded(
              (0..<interactingVerdicts).reduce(0.0) { sum, v in
                sum + 2 * Self.code(v, verdict, classes.count)
                  * total[c][column(ofInteraction: i, verdict: v)]
              })
          }
        }
      }
    let spoken = total.map { Array($0[wordColumns]) }
    let isSilent = spoken.allSatisfy { $0.allSatisfy { $0.magnitude < 1e-6 } }
    return CalibrationModel(
      classes: classes, features: features, intercept: total.map { Self.rounded($0[0]) },
      verdict: tables,
      weights: total.map { row in features.indices.map { Self.rounded(row[column(ofFeature: $0)]) }
      },
      interacting: interacting, interactions: crossed,
      words: isSilent ? nil : words?.model(spoken, round: Self.coarse), margin: options.margin)
  }

  /// Rounds to a millionth: far below any effect on a verdict, and a third of the digits in the
  /// record.
  private static func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }

  /// Rounds to a thousandth, because there is one number for each of a thousand buckets.
  private static func coarse(_ value: Double) -> Double { (value * 1e3).rounded() / 1e3 }

  /// Returns the coefficients by class, then by the candidate's columns.
  private func coefficients(
    of candidate: CalibrationCandidate, verdictPrior: Double
  ) -> [[Double]] {
    let width = candidate.columns.count
    var block = [Double](repeating: 0, count: labels.count * width)
    for item in labels.indices {
      for (c, column) in candidate.columns.enumerated() {
        block[item * width + c] = rows[item * columns + column]
      }
    }
    let model = RidgeSoftmax(
      classes: classes.count, penalty: candidate.penalties, verdictColumns: verdictColumns,
      verdictPrior: verdictPrior)
    var gram = [Double](repeating: 0, count: width * width)
    let fitted = block.withUnsafeBufferPointer { block in
      labels.withUnsafeBufferPointer { labels -> [Double] in
        guard let block = block.baseAddress, let labels = labels.baseAddress else { return [] }
        gram.withUnsafeMutableBufferPointer { gram in
          guard let gram = gram.baseAddress else { return }
          DenseKernels.addGram(of: block, count: self.labels.count, columns: width, to: gram)
        }
        return model.fit(
          RidgeSoftmax.Rows(design: block, labels: labels, stretches: [0..<self.labels.count]),
          factor: model.factor(gram: gram), tolerance: 1e-6, limit: 1000)
      }
    }
    return classes.indices.map { model.coefficients(ofClass: $0, in: fitted) }
  }
}
