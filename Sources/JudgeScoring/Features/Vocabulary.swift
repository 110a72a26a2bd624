/// Numbers the distinct words of one case, so that overlaps compare integers.
struct Vocabulary {
  private var numbers: [[UInt32]: Int] = [:]

  /// The number of a word, given on first sight.
  mutating func number(of word: [UInt32]) -> Int {
    if let known = numbers[word] { return known }
    let number = numbers.count
    numbers[word] = number
    return number
  }

  /// The number of a word that occurs in the case, or `nil`.
  func find(_ word: String) -> Int? { numbers[word.unicodeScalars.map(\.value)] }

  /// The phrases all of whose words occur in the case, by their first word.
  func index(_ phrases: [[String]]) -> [Int: [[Int]]] {
    var result: [Int: [[Int]]] = [:]
    for phrase in phrases {
      let words = phrase.compactMap(find)
      guard let first = words.first, words.count == phrase.count else { continue }
      result[first, default: []].append(words)
    }
    return result
  }
}
