/// The confusion matrices of all pairs of raters as one flat array of cells, with the cells of each
/// item.
///
/// They are used to resample the mean of Cohen's kappas.
struct PairCells {
  private static let mostCells = 20_000_000
  private let labelCount: Int
  private let cellCount: Int
  private let filled: [Int32]
  private let starts: [Int]

  /// Creates the cells; the result is nil if there are so many that resampling them is not worth
  /// its time and memory.
  init?(_ table: RatingTable) {
    labelCount = table.labelCount
    let square = labelCount * labelCount
    var slots: [Int: Int] = [:]
    var filled: [Int32] = []
    var starts = [0]
    for item in 0..<table.itemCount {
      let own = table.ratings(of: item).sorted { $0.rater < $1.rater }
      for (index, first) in own.enumerated() {
        for second in own[(index + 1)...] {
          let pair = first.rater * table.raterCount + second.rater
          let fresh = slots.count
          let slot = slots[pair] ?? fresh
          if slot == fresh { slots[pair] = fresh }
          guard slot < Self.mostCells / square else { return nil }
          filled.append(Int32(slot * square + first.label * labelCount + second.label))
        }
      }
      starts.append(filled.count)
    }
    cellCount = slots.count * square
    self.filled = filled
    self.starts = starts
  }

  /// Returns the mean of the defined kappas with every item counted as often as its weight.
  func meanKappa(weights: [Int]) -> Double? {
    var cells = [Int32](repeating: 0, count: cellCount)
    // This is the module's only performance-critical loop: about 10⁹ additions for 90 raters of 350
    // items. Every index was computed in init from a slot below the number of pairs, so it is below
    // cellCount.
    cells.withUnsafeMutableBufferPointer { cells in
      filled.withUnsafeBufferPointer { filled in
        for item in weights.indices where weights[item] > 0 {
          let weight = Int32(truncatingIfNeeded: weights[item])
          for entry in starts[item]..<starts[item + 1] { cells[Int(filled[entry])] &+= weight }
        }
      }
    }
    var sum = 0.0
    var defined = 0
    let square = labelCount * labelCount
    for base in stride(from: 0, to: cellCount, by: max(square, 1)) {
      guard let kappa = kappa(cells, base) else { continue }
      sum += kappa
      defined += 1
    }
    return defined > 0 ? sum / Double(defined) : nil
  }

  private func kappa(_ cells: [Int32], _ base: Int) -> Double? {
    var total = 0
    var agreeing = 0
    var chance = 0
    for label in 0..<labelCount {
      var row = 0
      var column = 0
      for other in 0..<labelCount {
        row += Int(cells[base + label * labelCount + other])
        column += Int(cells[base + other * labelCount + label])
      }
      total += row
      agreeing += Int(cells[base + label * labelCount + label])
      chance += row * column
    }
    let expected = total * total - chance
    guard expected > 0 else { return nil }
    return 1 - Double((total - agreeing) * total) / Double(expected)
  }
}
