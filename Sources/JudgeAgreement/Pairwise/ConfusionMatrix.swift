public import JudgeWork

/// The counts of each label of one rater with each label of another.
///
/// Rows are the truth (or the first rater), columns the prediction (or the second rater).
public struct ConfusionMatrix: Sendable, Equatable {
  /// The number of label codes; the matrix has that many rows and columns.
  public let labelCount: Int
  /// The cells row by row: `cells[truth * labelCount + prediction]`.
  public private(set) var cells: [Int]

  /// Creates an empty matrix.
  ///
  /// - Parameter labelCount: The number of label codes, at least 0.
  public init(labelCount: Int) {
    self.labelCount = max(labelCount, 0)
    cells = Array(repeating: 0, count: self.labelCount * self.labelCount)
  }

  /// Counts two equally long lists of label codes.
  ///
  /// - Parameters:
  ///   - truth: The labels taken as true, one per item.
  ///   - prediction: The labels to compare with them, one per item.
  ///   - labelCount: The number of label codes.
  /// - Throws: `lengthMismatch`, or `outOfRange` for a code outside `0..<labelCount`.
  public init(truth: [Int], prediction: [Int], labelCount: Int) throws(JudgeFailure) {
    guard truth.count == prediction.count else {
      throw .lengths("the truth", truth.count, "the prediction", prediction.count)
    }
    self.init(labelCount: labelCount)
    for (row, column) in zip(truth, prediction) {
      guard (0..<labelCount).contains(row) else { throw .label(row, labelCount: labelCount) }
      guard (0..<labelCount).contains(column) else { throw .label(column, labelCount: labelCount) }
      add(truth: row, prediction: column)
    }
  }

  /// Creates a matrix from existing counts.
  ///
  /// - Parameter rows: A square of counts, each at least 0; row = truth.
  /// - Throws: `lengthMismatch` if it is not a square, `invalidArgument` for a negative count.
  public init(rows: [[Int]]) throws(JudgeFailure) {
    self.init(labelCount: rows.count)
    for (index, row) in rows.enumerated() {
      guard row.count == rows.count else {
        throw .lengths("row \(index)", row.count, "the matrix", rows.count)
      }
      guard row.allSatisfy({ $0 >= 0 }) else {
        throw JudgeFailure(
          .invalidArgument, "row \(index) holds a negative count",
          remedy: "counts are at least 0")
      }
    }
    cells = rows.flatMap { $0 }
  }

  /// Counts one item, or several at once; both codes must be in `0..<labelCount`.
  package mutating func add(truth: Int, prediction: Int, times: Int = 1) {
    cells[truth * labelCount + prediction] += times
  }

  /// Returns the count of one cell.
  ///
  /// - Parameters:
  ///   - truth: A label code in `0..<labelCount`.
  ///   - prediction: A label code in `0..<labelCount`.
  public subscript(truth truth: Int, prediction prediction: Int) -> Int {
    cells[truth * labelCount + prediction]
  }

  /// The number of items counted.
  public var total: Int { cells.reduce(0, +) }

  /// The number of items on the diagonal.
  public var agreements: Int {
    (0..<labelCount).reduce(0) { $0 + cells[$1 * labelCount + $1] }
  }

  /// The row sums: the count of each label in the truth.
  public var truthCounts: [Int] {
    (0..<labelCount).map { row in
      cells[(row * labelCount)..<((row + 1) * labelCount)].reduce(0, +)
    }
  }

  /// The column sums: the count of each label in the prediction.
  public var predictionCounts: [Int] {
    (0..<labelCount).map { column in
      (0..<labelCount).reduce(0) { $0 + cells[$1 * labelCount + column] }
    }
  }

  /// Agreements over items, or nil without items.
  public var accuracy: Double? {
    let total = total
    return total > 0 ? Double(agreements) / Double(total) : nil
  }

  /// The accuracy as successes of trials, for its interval.
  public var accuracyProportion: Proportion {
    Proportion(unchecked: agreements, of: total)
  }
}
