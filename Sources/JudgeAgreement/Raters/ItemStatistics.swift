/// The label counts of items, which all chance-corrected figures need.
///
/// Items with the same label counts have the same effect on every such figure, so they share one
/// profile (three ratings of five labels have 35). A resample is a weight per profile, and every
/// figure is one pass over the distinct labels of the profiles, for any number of raters.
package struct ItemStatistics: Sendable {
  let labelCount: Int
  /// The index of the profile of each item.
  let profiles: [Int]
  /// The number of items with each profile.
  let multiplicities: [Int]
  /// The distinct labels of each profile and their counts.
  let labels: [Int]
  let counts: [Double]
  let starts: [Int]
  /// The number of ratings of each profile.
  let sizes: [Int]
  /// Σ over labels of count·(count − 1), the ordered agreeing pairs of each profile.
  let agreeing: [Double]
  /// The number of labels that occur.
  let usedLabels: Int

  package init(_ table: RatingTable) {
    labelCount = table.labelCount
    var codes: [[Int]: Int] = [:]
    var profiles: [Int] = []
    var multiplicities: [Int] = []
    var labels: [Int] = []
    var counts: [Double] = []
    var starts = [0]
    var sizes: [Int] = []
    var agreeing: [Double] = []
    profiles.reserveCapacity(table.itemCount)
    for item in 0..<table.itemCount {
      let given = table.ratings(of: item).map(\.label).sorted()
      let fresh = multiplicities.count
      let code = codes[given] ?? fresh
      profiles.append(code)
      if code < fresh {
        multiplicities[code] += 1
        continue
      }
      codes[given] = fresh
      multiplicities.append(1)
      var pairs = 0
      var first = 0
      while first < given.count {
        var next = first
        while next < given.count, given[next] == given[first] { next += 1 }
        labels.append(given[first])
        counts.append(Double(next - first))
        pairs += (next - first) * (next - first - 1)
        first = next
      }
      starts.append(labels.count)
      sizes.append(given.count)
      agreeing.append(Double(pairs))
    }
    self.profiles = profiles
    self.multiplicities = multiplicities
    self.labels = labels
    self.counts = counts
    self.starts = starts
    self.sizes = sizes
    self.agreeing = agreeing
    usedLabels = table.labelCounts.count { $0 > 0 }
  }

  var profileCount: Int { sizes.count }

  /// Returns the weights of the profiles if every item counts with its own weight.
  func profileWeights(items weights: [Int]) -> [Int] {
    var sums = [Int](repeating: 0, count: profileCount)
    for (item, profile) in profiles.enumerated() { sums[profile] += weights[item] }
    return sums
  }
}
