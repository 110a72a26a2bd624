import JudgeJSON

/// The words in which verdicts are given, and whether they are good news.
struct VerdictWords {
  /// How good a word is; positive passes.
  private static let known: [String: Int] = [
    "excellent": 4, "outstanding": 4, "good": 3, "yes": 3, "pass": 3, "passed": 3, "true": 3,
    "correct": 3, "acceptable": 2, "helpful": 3, "needs_improvement": -1, "fair": -1,
    "partial": -1, "no": -3, "fail": -3, "failed": -3, "false": -3, "incorrect": -3, "bad": -3,
    "poor": -4, "unacceptable": -3, "unhelpful": -3,
  ]

  /// Rank by lowered word; above 0 passes.
  let ranks: [String: Int]

  /// The words that everybody knows.
  static let common = VerdictWords(ranks: known)

  private init(ranks: [String: Int]) { self.ranks = ranks }

  /// The words of a list of allowed values; a word that nobody knows is good in the first half.
  init(_ values: [JSONValue]) {
    var ranks: [String: Int] = [:]
    let numbers = values.compactMap(\.doubleValue).sorted()
    for (index, value) in values.enumerated() {
      if let number = value.doubleValue {
        let place = numbers.firstIndex(of: number) ?? 0
        ranks[value.canonicalText] =
          2 * place + 1 > numbers.count ? place + 1 : place - numbers.count
      } else {
        let word = Self.word(value)
        ranks[word] = Self.known[word] ?? (index < (values.count + 1) / 2 ? 4 : -4) - index
      }
    }
    self.ranks = ranks
  }

  static func word(_ value: JSONValue) -> String {
    (value.stringValue ?? value.canonicalText).lowercased()
  }

  /// These words and the common ones.
  var withCommon: VerdictWords {
    VerdictWords(ranks: ranks.merging(Self.known) { mine, _ in mine })
  }

  /// The verdict given at a place of a text: a value in quotes, alone on its line, or after a
  /// colon or a word such as "said".
  ///
  /// - Returns: the rank, and the place of the first token after the word; `nil` for none.
  func verdict(in tokens: [PromptToken], at index: Int) -> (rank: Int, end: Int)? {
    guard let (rank, end) = word(in: tokens, at: index) else { return nil }
    let before = index > 0 ? tokens[index - 1] : nil
    let after = end < tokens.count ? tokens[end] : nil
    if let before, before.isQuote, before == after { return (rank, end) }
    let isLast = after.map { $0.isBreak || $0.kind == .mark && $0.text != "(" } ?? true
    guard let before, !before.isBreak else {
      return after.map(\.isBreak) ?? true ? (rank, end) : nil
    }
    let speaks = before.kind == .word && Self.verbs.contains(before.text)
    let marks = [":", "=", ">", "*"].contains(before.text) || before.isQuote
    if marks, isLast { return (rank, end) }
    return speaks && (isLast || after.map { Self.conjunctions.contains($0.text) } ?? true)
      ? (rank, end) : nil
  }

  private func word(in tokens: [PromptToken], at index: Int) -> (rank: Int, end: Int)? {
    let token = tokens[index]
    guard token.kind == .word || token.kind == .number else { return nil }
    if token.text == "needs", index + 1 < tokens.count, tokens[index + 1].text == "improvement",
      let rank = ranks["needs_improvement"]
    {
      return (rank, index + 2)
    }
    return ranks[token.text].map { ($0, index + 1) }
  }

  private static let verbs: Set<String> = [
    "is", "was", "said", "say", "says", "as", "gave", "chose", "labelled", "labeled", "rated",
    "verdict", "label", "result", "answered",
  ]
  private static let conjunctions: Set<String> = [
    "because", "since", "while", "but", "and", "with", "where", "not", "instead",
  ]
}
