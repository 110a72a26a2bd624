/// The words of a text as hashes.
///
/// A word is a run of letters and digits, or one ideograph; its hash is FNV-1a of its scalars in
/// lower case.
enum WordHashes {
  /// The hash of an empty word.
  static let start: UInt64 = 0xCBF2_9CE4_8422_2325
  private static let prime: UInt64 = 0x100_0000_01B3

  /// Returns the hashes of words.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - start: the hash to begin each word with.
  ///   - limit: the maximum number of words, after which reading stops; an ideograph that ends the
  ///     last word still counts.
  /// - Returns: the hashes in the order of the words.
  static func read(_ text: String, start: UInt64 = start, limit: Int) -> [UInt64] {
    var words: [UInt64] = []
    var hash = start
    var isInWord = false
    func close() {
      if isInWord { words.append(hash) }
      isInWord = false
      hash = start
    }
    for scalar in text.unicodeScalars {
      guard words.count < limit else { break }
      switch ScalarClass(scalar.value) {
      case .letter, .digit:
        isInWord = true
        hash = (hash ^ UInt64(ScalarClass.lowercased(scalar.value))) &* prime
      case .ideograph:
        close()
        isInWord = true
        hash = (hash ^ UInt64(scalar.value)) &* prime
        close()
      case .mark, .space: close()
      }
    }
    close()
    return words
  }
}
