import JudgeJSON

/// Finds the values that a judge's instructions name, such as `'good', 'fair' or 'poor'`.
///
/// A judge without declared values takes any text, but its instructions often say which words it
/// uses. Reviewers can then choose among these words. The list is a guess, so a person confirms it.
public enum NamedValues {
  private static let mostValues = 12
  private static let longestValue = 40

  /// Returns the values in their order, or an empty list if the instructions name none.
  ///
  /// - Parameter instructions: the instructions of a judge.
  /// - Returns: 2 to 12 values, or none.
  public static func found(in instructions: String) -> [String] {
    let text = Array(instructions.prefix(20_000))
    return [quoted(text), listed(text)].first { (2...mostValues).contains($0.count) } ?? []
  }

  // MARK: Quoted words in a row

  private static let quotes: [Character: Character] = [
    "'": "'", "\"": "\"", "`": "`", "‘": "’", "“": "”", "«": "»", "„": "“",
  ]
  /// The words that can stand between two values.
  private static let joints: Set<String> = ["or", "and", "and/or", "either", "/", "|", "or else"]

  /// Returns the longest row of quoted words with only commas and joining words between them.
  private static func quoted(_ text: [Character]) -> [String] {
    var best: [String] = []
    var row: [String] = []
    var between = ""
    var index = 0
    while index < text.count {
      if let close = quotes[text[index]], index == 0 || !text[index - 1].isLetter,
        let end = text[(index + 1)...].prefix(longestValue + 1).firstIndex(of: close),
        end > index + 1
      {
        let word = String(text[(index + 1)..<end])
        if !row.isEmpty, !isJoint(between) { row = [] }
        if Blanks.trimmed(word) == word, !word.contains(where: \.isNewline), !row.contains(word) {
          row.append(word)
        }
        if row.count > best.count { best = row }
        between = ""
        index = end + 1
      } else {
        between.append(text[index])
        index += 1
      }
    }
    return best
  }

  private static func isJoint(_ text: String) -> Bool {
    // `'good' (2), 'bad' (1)` and a description after a dash are no plain row.
    let words = text.split { $0.isWhitespace || $0 == "," || $0 == ";" }.map(String.init)
    return text.utf8.count < 20 && words.allSatisfy { joints.contains($0.lowercased()) }
      && !text.isEmpty
  }

  // MARK: Words after "one of"

  private static let leads = [
    "one of the following:", "one of these:", "one of:", "one of", "rate as:", "rate it as:",
    "rate as", "answer with:", "answer with", "classify as:", "categorize as:", "categorise as:",
    "label as:", "values:", "labels:", "categories:",
  ]

  private static func listed(_ text: [Character]) -> [String] {
    let whole = String(text)
    let lower = whole.lowercased()
    guard lower.count == whole.count else { return [] }
    for lead in leads {
      guard let range = lower.firstRange(of: lead) else { continue }
      let offset = lower.distance(from: lower.startIndex, to: range.upperBound)
      let rest = whole.dropFirst(offset).prefix { !$0.isNewline && !".;:?!(".contains($0) }
      var items: [String] = []
      for part in rest.split(separator: ",", omittingEmptySubsequences: true) {
        for item in alternatives(String(part)) where !items.contains(item) { items.append(item) }
      }
      let isPlain = items.allSatisfy { item in
        item.count <= 25 && item.split(separator: " ").count <= 2 && !item.contains("{")
      }
      if isPlain, items.count >= 2 { return items }
    }
    return []
  }

  private static func alternatives(_ part: String) -> [String] {
    var words: [[Substring]] = [[]]
    for word in part.split(whereSeparator: \.isWhitespace) {
      if joints.contains(word.lowercased()) {
        words.append([])
      } else {
        words[words.count - 1].append(word)
      }
    }
    return words.flatMap { $0.joined(separator: " ").split(separator: "/") }
      .map { Blanks.trimmed($0) }.filter { !$0.isEmpty }
  }
}
