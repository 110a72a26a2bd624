package import JudgeJSON

/// The words of a case, hashed into a fixed number of buckets.
///
/// A word counts 1 + ln(occurrences). Words of inputs and of outputs have separate buckets. If
/// there are two output fields or more, the words of the second one are subtracted from those of
/// the first, and the inputs are left out, because they are the same for both.
package struct WordCounts: Sendable, Hashable {
  /// The version of words, buckets and weights; judges made with another one cannot run.
  package static let version = "words-1"
  /// The number of buckets.
  package static let buckets = 1024
  /// The maximum number of words that are read of each text.
  private static let longest = 20_000

  /// The buckets that are not 0, ascending.
  package let buckets: [Int]
  /// The count of each of ``buckets``.
  package let counts: [Double]

  /// Counts the words of a case.
  ///
  /// - Parameters:
  ///   - inputs: the inputs; the text of all leaves counts.
  ///   - outputs: an object of fields, or one value.
  package init(inputs: JSONValue, outputs: JSONValue) {
    let fields = CaseText.fields(of: outputs).map(\.text)
    var sums: [Int: Double] = [:]
    if fields.count >= 2 {
      Self.add(fields[0], salt: 1, sign: 1, to: &sums)
      Self.add(fields[1], salt: 1, sign: -1, to: &sums)
    } else {
      let input = CaseText.leaves(of: inputs).joined(separator: "\n")
      Self.add(input, salt: 2, sign: 1, to: &sums)
      if let output = fields.first { Self.add(output, salt: 3, sign: 1, to: &sums) }
    }
    let order = sums.filter { $0.value != 0 }.sorted { $0.key < $1.key }
    buckets = order.map(\.key)
    counts = order.map(\.value)
  }

  /// Creates counts from sums.
  ///
  /// - Parameter sums: the count of each bucket.
  package init(_ sums: [Int: Double]) {
    let order = sums.filter { $0.value != 0 && (0..<Self.buckets).contains($0.key) }
      .sorted { $0.key < $1.key }
    buckets = order.map(\.key)
    counts = order.map(\.value)
  }

  private static func add(
    _ text: String, salt: UInt64, sign: Double, to sums: inout [Int: Double]
  ) {
    var occurrences: [UInt64: Int] = [:]
    for word in WordHashes.read(text, start: WordHashes.start ^ salt, limit: longest) {
      occurrences[word, default: 0] += 1
    }
    for (word, times) in occurrences.sorted(by: { $0.key < $1.key }) {
      // The upper bits are mixed best.
      let bucket = Int((word &* 0x9E37_79B9_7F4A_7C15) >> 54)
      sums[bucket, default: 0] += sign * (1 + PortableMath.log(Double(times)))
    }
  }

  /// Returns the counts times the weights of their buckets, as a vector of length 1.
  ///
  /// - Parameter weights: one per bucket, such as inverse document frequencies.
  /// - Returns: one number per bucket of ``buckets``, or zeros if all weights are 0.
  package func unit(_ weights: [Double]) -> [Double] {
    let values = zip(buckets, counts).map { $1 * weights[$0] }
    let square = values.reduce(0) { $0 + $1 * $1 }
    guard square > 0 else { return values }
    let length = square.squareRoot()
    return values.map { $0 / length }
  }
}
