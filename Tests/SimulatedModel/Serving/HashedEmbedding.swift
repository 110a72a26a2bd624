import JudgeJSON

/// Vectors of texts as seeded hashed bags of words: texts with common words are near each other.
public struct HashedEmbedding: Sendable {
  /// The seed of the hash.
  public let seed: UInt64
  /// The length of a vector.
  public let dimension: Int

  /// Creates an embedding.
  ///
  /// - Parameters:
  ///   - seed: of the hash.
  ///   - dimension: the length of a vector, at least 1.
  public init(seed: UInt64 = 0, dimension: Int = 256) {
    self.seed = seed
    self.dimension = max(1, dimension)
  }

  /// The vector of a text, of length 1 unless the text has no words.
  public func vector(of text: String) -> [Double] {
    var vector = [Double](repeating: 0, count: dimension)
    for token in PromptTokenizer.tokens(of: text) where token.kind == .word || token.kind == .number
    {
      var hash = 0xcbf2_9ce4_8422_2325 ^ (seed &* 0x9E37_79B9_7F4A_7C15)
      for byte in token.text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
      hash ^= hash >> 31
      vector[Int((hash >> 1) % UInt64(dimension))] += hash & 1 == 0 ? 1 : -1
    }
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return norm > 0 ? vector.map { $0 / norm } : vector
  }
}
