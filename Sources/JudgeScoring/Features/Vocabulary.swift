/// Numbers the distinct words of one case, so that overlaps compare integers.
struct Vocabulary {
  private var numbers: [[UInt32]: Int] = [:]

  /// Returns the number of a word, and assigns one if the word is new.
  mutating func number(of word: [UInt32]) -> Int {
    if let known = numbers[word] { return known }
    let number = numbers.count
    numbers[word] = number
    return number
  }

  /// Returns the number of a word that occurs in the case, or `nil` if it does not.
  func find(_ word: String) -> Int? { numbers[word.unicodeScalars.map(\.value)] }

  /// Returns the phrases all of whose words occur in the case, by their first word.
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
