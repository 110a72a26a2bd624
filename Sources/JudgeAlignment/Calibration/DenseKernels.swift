/// The inner loops of the fit, over row-major doubles.
///
/// Pointers and `while`, because these few lines are nearly all of the time, and stay quick in
/// debug builds. Sums are in a fixed order, so results are the same on every machine.
enum DenseKernels {
  typealias Numbers = UnsafePointer<Double>
  typealias MutableNumbers = UnsafeMutablePointer<Double>

  /// Returns Σ aᵢ bᵢ, in four interleaved sums.
  static func dot(_ a: Numbers, _ b: Numbers, _ count: Int) -> Double {
    var (s0, s1, s2, s3) = (0.0, 0.0, 0.0, 0.0)
    var i = 0
    while i &+ 4 <= count {
      s0 += a[i] * b[i]
      s1 += a[i &+ 1] * b[i &+ 1]
      s2 += a[i &+ 2] * b[i &+ 2]
      s3 += a[i &+ 3] * b[i &+ 3]
      i &+= 4
    }
    while i < count {
      s0 += a[i] * b[i]
      i &+= 1
    }
    return (s0 + s1) + (s2 + s3)
  }

  /// Computes y += factor × x.
  static func add(_ x: Numbers, times factor: Double, to y: MutableNumbers, _ count: Int) {
    var i = 0
    while i < count {
      y[i] += factor * x[i]
      i &+= 1
    }
  }

  /// Adds the outer product of every row to the lower triangle of a columns × columns matrix.
  static func addGram(
    of rows: Numbers, count: Int, columns: Int, to gram: MutableNumbers
  ) {
    var r = 0
    while r < count {
      let row = rows + r &* columns
      var i = 0
      while i < columns {
        let factor = row[i]
        if factor != 0 { add(row, times: factor, to: gram + i &* columns, i &+ 1) }
        i &+= 1
      }
      r &+= 1
    }
  }

  /// Replaces the lower triangle of a positive definite matrix by its Cholesky factor L.
  static func factor(_ matrix: MutableNumbers, _ size: Int) {
    var i = 0
    while i < size {
      let row = matrix + i &* size
      var j = 0
      while j < i {
        let other = matrix + j &* size
        row[j] = (row[j] - dot(row, other, j)) / other[j]
        j &+= 1
      }
      row[i] = (row[i] - dot(row, row, i)).squareRoot()
      i &+= 1
    }
  }

  /// Solves L Lᵀ x = b in place.
  static func solve(_ factor: Numbers, _ size: Int, _ b: MutableNumbers) {
    var i = 0
    while i < size {
      let row = factor + i &* size
      b[i] = (b[i] - dot(row, b, i)) / row[i]
      i &+= 1
    }
    while i > 0 {
      i &-= 1
      let row = factor + i &* size
      b[i] /= row[i]
      add(row, times: -b[i], to: b, i)
    }
  }
}
