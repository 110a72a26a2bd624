import JudgeScoring

/// Multinomial logistic regression with a Gaussian prior, fitted by a fixed curvature bound.
///
/// The Hessian of the log-likelihood is nowhere steeper than ½ ZᵀZ per class (¼ for two classes;
/// Böhning, Annals of the Institute of Statistical Mathematics 44, 1992), so one Cholesky factor
/// serves every step, every step improves, and there is no line search to tune. The penalties
/// keep the matrix positive definite.
struct RidgeSoftmax {
  /// Columns of the design.
  let columns: Int
  /// Classes; two are fitted as one vector of differences.
  let classes: Int
  /// One penalty per column, above 0.
  let penalty: [Double]
  /// The prior mean of the coefficients, vector by vector.
  let prior: [Double]

  /// The number of coefficient vectors.
  var vectors: Int { classes == 2 ? 1 : classes }

  init(classes: Int, penalty: [Double], verdictColumns: Range<Int>, verdictPrior: Double) {
    self.classes = classes
    columns = penalty.count
    let vectors = classes == 2 ? 1 : classes
    // With w = w₀ − w₁ and w₁ = −w₀ the penalty of both is half of it on w.
    self.penalty = classes == 2 ? penalty.map { $0 / 2 } : penalty
    var prior = [Double](repeating: 0, count: columns * vectors)
    for (value, column) in verdictColumns.enumerated() {
      if classes == 2 {
        prior[column] = value == 0 ? verdictPrior : -verdictPrior
      } else {
        prior[value * columns + column] = verdictPrior
      }
    }
    self.prior = prior
  }

  /// Rows of a design and their labels, and the ranges of them to fit.
  struct Rows {
    let design: DenseKernels.Numbers
    let labels: UnsafePointer<Int>
    let stretches: [Range<Int>]
  }

  /// Returns the factor of bound × gram + penalties, for ``fit(_:factor:start:tolerance:limit:)``.
  func factor(gram: [Double]) -> [Double] {
    var matrix = gram
    let bound = classes == 2 ? 0.25 : 0.5
    matrix.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var i = 0
      while i < buffer.count {
        base[i] *= bound
        i &+= 1
      }
      for column in 0..<columns { base[column &* columns &+ column] += penalty[column] }
      DenseKernels.factor(base, columns)
    }
    return matrix
  }

  /// Returns the coefficients at the optimum.
  ///
  /// - Parameters:
  ///   - rows: the rows to fit.
  ///   - factor: the factor of the Gram matrix of the same rows.
  ///   - start: the starting point; if `nil`, the prior's mean.
  ///   - tolerance: the largest move of a coefficient at which the fit ends.
  ///   - limit: the maximum number of steps.
  /// - Returns: the coefficients, vector by vector.
  func fit(
    _ rows: Rows, factor: [Double], start: [Double]? = nil, tolerance: Double, limit: Int
  ) -> [Double] {
    var weights = start ?? prior
    var gradient = [Double](repeating: 0, count: weights.count)
    var scores = [Double](repeating: 0, count: vectors)
    weights.withUnsafeMutableBufferPointer { weights in
      gradient.withUnsafeMutableBufferPointer { gradient in
        scores.withUnsafeMutableBufferPointer { scores in
          factor.withUnsafeBufferPointer { factor in
            guard let w = weights.baseAddress, let g = gradient.baseAddress,
              let s = scores.baseAddress, let f = factor.baseAddress
            else { return }
            var step = 0
            while step < limit {
              if self.step(rows, w, g, s, f) < tolerance { break }
              step &+= 1
            }
          }
        }
      }
    }
    return weights
  }

  /// Takes one step and returns the largest move of a coefficient.
  private func step(
    _ rows: Rows, _ weights: DenseKernels.MutableNumbers, _ gradient: DenseKernels.MutableNumbers,
    _ scores: DenseKernels.MutableNumbers, _ factor: DenseKernels.Numbers
  ) -> Double {
    penalize(weights, gradient)
    for stretch in rows.stretches {
      var r = stretch.lowerBound
      while r < stretch.upperBound {
        let row = rows.design + r &* columns
        residuals(row, label: rows.labels[r], weights, scores)
        var v = 0
        while v < vectors {
          DenseKernels.add(row, times: scores[v], to: gradient + v &* columns, columns)
          v &+= 1
        }
        r &+= 1
      }
    }
    var largest = 0.0
    var v = 0
    while v < vectors {
      let direction = gradient + v &* columns
      DenseKernels.solve(factor, columns, direction)
      var i = 0
      while i < columns {
        let move = direction[i]
        weights[v &* columns &+ i] -= move
        if move.magnitude > largest { largest = move.magnitude }
        i &+= 1
      }
      v &+= 1
    }
    return largest
  }

  private func penalize(
    _ weights: DenseKernels.MutableNumbers, _ gradient: DenseKernels.MutableNumbers
  ) {
    penalty.withUnsafeBufferPointer { penalty in
      prior.withUnsafeBufferPointer { prior in
        guard let penalty = penalty.baseAddress, let prior = prior.baseAddress else { return }
        var v = 0
        while v < vectors {
          let offset = v &* columns
          var i = 0
          while i < columns {
            gradient[offset &+ i] = penalty[i] * (weights[offset &+ i] - prior[offset &+ i])
            i &+= 1
          }
          v &+= 1
        }
      }
    }
  }

  /// Returns fitted probability minus truth, per vector.
  private func residuals(
    _ row: DenseKernels.Numbers, label: Int, _ weights: DenseKernels.Numbers,
    _ scores: DenseKernels.MutableNumbers
  ) {
    if classes == 2 {
      let logit = DenseKernels.dot(row, weights, columns)
      scores[0] = 1 / (1 + PortableMath.exp(-logit)) - (label == 0 ? 1 : 0)
      return
    }
    var top = -Double.infinity
    var v = 0
    while v < classes {
      scores[v] = DenseKernels.dot(row, weights + v &* columns, columns)
      if scores[v] > top { top = scores[v] }
      v &+= 1
    }
    var sum = 0.0
    v = 0
    while v < classes {
      scores[v] = PortableMath.exp(scores[v] - top)
      sum += scores[v]
      v &+= 1
    }
    v = 0
    while v < classes {
      scores[v] = scores[v] / sum - (v == label ? 1 : 0)
      v &+= 1
    }
  }

  /// Returns the logit of each class for a row.
  func logits(_ row: DenseKernels.Numbers, _ weights: [Double]) -> [Double] {
    weights.withUnsafeBufferPointer { weights in
      guard let base = weights.baseAddress else { return [] }
      if classes == 2 {
        let half = DenseKernels.dot(row, base, columns) / 2
        return [half, -half]
      }
      return (0..<classes).map { DenseKernels.dot(row, base + $0 * columns, columns) }
    }
  }

  /// Returns the coefficients of one class.
  func coefficients(ofClass c: Int, in weights: [Double]) -> [Double] {
    if classes == 2 { return weights.map { c == 0 ? $0 / 2 : -$0 / 2 } }
    return Array(weights[(c * columns)..<((c + 1) * columns)])
  }
}
