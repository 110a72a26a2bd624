/// English phrases with a known meaning for raters, as lists of words.
enum Phrases {
  /// Phrases that decline to answer.
  static let refusals = split([
    "i'm sorry", "i am sorry", "i cannot", "i can't", "i can not", "i won't", "as an ai",
    "unable to", "i apologize", "language model", "don't have access", "not able to",
    "i'm not able", "can't help", "cannot help", "against my",
  ])

  /// Phrases that qualify a statement.
  static let hedges = split([
    "might", "perhaps", "maybe", "possibly", "probably", "may", "could", "seems", "likely",
    "i think", "i believe", "it depends", "not sure", "unclear", "generally", "approximately",
  ])

  /// Words that negate.
  static let negations = split(["not", "no", "never", "none", "nothing", "neither", "without"])

  /// Words that a normalised comparison leaves out (SQuAD's rule).
  static let articles = ["a", "an", "the"]

  private static func split(_ phrases: [String]) -> [[String]] {
    phrases.map { $0.split(separator: " ").map(String.init) }
  }
}
