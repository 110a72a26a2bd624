public import JudgeWork

extension Bootstrap {
  /// Resamples several statistics at once, on the same draws.
  ///
  /// - Parameters:
  ///   - count: The number of items.
  ///   - clusters: A cluster code (any integer) per item. Whole clusters are drawn, which is
  ///     necessary for items that belong together (the same question several times). Nil draws
  ///     single items.
  ///   - statistics: Returns the values for items taken as often as their weights, one weight per
  ///     item; nil for an undefined value. The number and order of values must always be the same.
  /// - Returns: One entry per statistic, or nil if it is undefined on the items as they are, or on
  ///   more than half of the resamples.
  /// - Throws: `lengthMismatch` for a wrong number of `clusters`, `invalidArgument` for fewer than
  ///   one resample or a confidence outside 0...1.
  public func intervals(
    items count: Int, clusters: [Int]? = nil, of statistics: ([Int]) -> [Double?]
  ) throws(JudgeFailure) -> [BootstrapInterval?] {
    if let clusters, clusters.count != count {
      throw .lengths("the clusters", clusters.count, "the items", count)
    }
    guard resamples > 0, confidence > 0, confidence < 1 else {
      throw JudgeFailure(
        .invalidArgument,
        "\(resamples) resamples at a confidence of \(confidence)",
        remedy: "ask for at least one resample and a confidence between 0 and 1")
    }
    let unit = units(items: max(count, 0), clusters: clusters)
    let units = (unit.max() ?? -1) + 1
    let estimates = statistics(Array(repeating: 1, count: unit.count))
    var values = [[Double]](repeating: [], count: estimates.count)
    var generator = Xoshiro256(seed: seed)
    var draws = [Int](repeating: 0, count: units)
    var weights = [Int](repeating: 0, count: unit.count)
    for _ in WorkProgress.counted(0..<resamples, "Resampling") where units > 0 {
      for index in draws.indices { draws[index] = 0 }
      for _ in 0..<units { draws[generator.index(below: units)] += 1 }
      for item in weights.indices { weights[item] = draws[unit[item]] }
      for (index, value) in statistics(weights).enumerated() {
        if let value, value.isFinite { values[index].append(value) }
      }
    }
    let jackknife = method == .bca ? leaveOneOut(unit, units, estimates.count, statistics) : []
    return estimates.indices.map { index in
      guard let estimate = estimates[index], 2 * values[index].count >= resamples else {
        return nil
      }
      return summary(estimate, values[index].sorted(), jackknife.isEmpty ? [] : jackknife[index])
    }
  }

  /// Resamples one statistic; see ``intervals(items:clusters:of:)``.
  ///
  /// - Parameters:
  ///   - count: The number of items.
  ///   - clusters: A cluster code per item, or nil.
  ///   - statistic: Returns the value for items with these weights, or nil if undefined.
  /// - Returns: The interval, or nil if the statistic is undefined too often.
  /// - Throws: The errors of ``intervals(items:clusters:of:)``.
  public func interval(
    items count: Int, clusters: [Int]? = nil, of statistic: ([Int]) -> Double?
  ) throws(JudgeFailure) -> BootstrapInterval? {
    try intervals(items: count, clusters: clusters) { [statistic($0)] }.first ?? nil
  }

  /// Returns the unit with which each item is drawn: itself, or its cluster numbered by first
  /// appearance.
  private func units(items count: Int, clusters: [Int]?) -> [Int] {
    guard let clusters else { return Array(0..<count) }
    var codes: [Int: Int] = [:]
    return clusters.map { cluster in
      if let code = codes[cluster] { return code }
      let code = codes.count
      codes[cluster] = code
      return code
    }
  }

  private func leaveOneOut(
    _ unit: [Int], _ units: Int, _ count: Int, _ statistics: ([Int]) -> [Double?]
  ) -> [[Double]] {
    var values = [[Double]](repeating: [], count: count)
    for left in WorkProgress.counted(0..<units, "Resampling without each group") {
      let weights = unit.map { $0 == left ? 0 : 1 }
      for (index, value) in statistics(weights).enumerated() {
        if let value, value.isFinite { values[index].append(value) }
      }
    }
    return values
  }
}
