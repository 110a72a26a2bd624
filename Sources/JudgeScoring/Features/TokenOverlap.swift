/// The overlap of a text's words with another text, each counted as often as it occurs in both.
struct TokenOverlap {
  /// The share of the text's words that occur in the reference.
  let precision: Double
  /// The share of the reference's words that occur in the text.
  let recall: Double

  /// The harmonic mean of both, or 0 if no token is shared (Rajpurkar et al., SQuAD, 2016).
  var f1: Double {
    precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
  }

  init(_ text: [Int: Int], count: Int, reference: [Int: Int], referenceCount: Int) {
    var shared = 0
    let (fewer, more) = text.count <= reference.count ? (text, reference) : (reference, text)
    for (word, times) in fewer { shared += min(times, more[word] ?? 0) }
    precision = count > 0 ? Double(shared) / Double(count) : 0
    recall = referenceCount > 0 ? Double(shared) / Double(referenceCount) : 0
  }

  /// Returns the number of occurrences of each word.
  static func bag(_ words: some Sequence<Int>) -> [Int: Int] {
    var bag: [Int: Int] = [:]
    for word in words { bag[word, default: 0] += 1 }
    return bag
  }

  /// Returns the runs of `length` words (at most 3), each packed into one integer.
  static func runs(_ words: [Int], of length: Int) -> [UInt64] {
    guard words.count >= length else { return [] }
    return (0...(words.count - length)).map { start in
      words[start..<(start + length)].reduce(0) { ($0 << 21) | (UInt64($1) & 0x1F_FFFF) }
    }
  }
}
