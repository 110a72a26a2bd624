import JudgeJSON
import JudgeWork

/// Turns cells into values.
///
/// Different spellings with the same meaning become one value.
///
/// Surrounding blanks and letter case are ignored, and `1` equals `1.0`. The spelling that comes
/// first in the file is shown.
struct CheckValues {
  /// A rule of `--label-map`: cells that match a key become another value.
  struct Rule {
    enum Comparison: String { case least = ">=", most = "<=", above = ">", below = "<" }
    let comparison: Comparison?
    let key: String
    let value: String
  }

  private let rules: [Rule]
  private var spellings: [String: String] = [:]

  /// Reads the rules.
  ///
  /// - Parameter map: `FROM=TO`, also `>=0.5=pass`.
  /// - Throws: `JudgeFailure` for an invalid rule.
  init(map: [String]) throws {
    var rules: [Rule] = []
    for text in map { rules.append(try Self.rule(text)) }
    self.rules = rules
  }

  private static func rule(_ text: String) throws -> Rule {
    let comparisons: [Rule.Comparison] = [.least, .most, .above, .below]
    let comparison = comparisons.first { text.hasPrefix($0.rawValue) }
    let rest = text.dropFirst(comparison?.rawValue.count ?? 0)
    let parts = rest.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let key = Blanks.trimmed(parts.first ?? "")
    guard parts.count == 2, !key.isEmpty, !Blanks.trimmed(parts[1]).isEmpty else {
      throw JudgeFailure(
        .usage, "the label map's \"\(text)\" is not FROM=TO",
        remedy: .anyOf([
          .supply(.labelMap, "yes=pass,no=fail"), .supply(.labelMap, ">=0.5=pass,<0.5=fail"),
        ]))
    }
    if comparison != nil, Double(key) == nil {
      throw JudgeFailure(
        .usage, "the label map's \"\(key)\" in \"\(text)\" is not a number",
        remedy: .supply(.labelMap, ">=0.5=pass,<0.5=fail"))
    }
    return Rule(comparison: comparison, key: key, value: Blanks.trimmed(parts[1]))
  }

  /// Returns the text of a cell, or `nil` if the cell has no value.
  static func text(_ cell: JSONValue?) -> String? {
    guard let cell, !cell.isNull else { return nil }
    let text = Blanks.trimmed(cell.stringValue ?? cell.canonicalText)
    return ["", "nan", "null", "n/a", "#n/a", "<na>"].contains(text.lowercased()) ? nil : text
  }

  /// Returns the normalized form that all spellings of one value share.
  static func key(_ text: String) -> String {
    if let number = Double(text), number.isFinite {
      return JSONValue.number(number == 0 ? 0 : number).canonicalText
    }
    return text.lowercased()
  }

  /// Returns the value of a cell.
  ///
  /// - Parameter cell: the cell.
  /// - Returns: the value, or `nil` if the cell has none.
  mutating func value(_ cell: JSONValue?) -> String? {
    guard let text = Self.text(cell) else { return nil }
    return spelling(mapped(text))
  }

  /// Returns the spelling to use for a value.
  mutating func spelling(_ text: String) -> String {
    let key = Self.key(text)
    if let known = spellings[key] { return known }
    spellings[key] = text
    return text
  }

  private func mapped(_ text: String) -> String {
    let key = Self.key(text)
    for rule in rules {
      guard let comparison = rule.comparison else {
        if Self.key(rule.key) == key { return rule.value }
        continue
      }
      guard let number = Double(text), let limit = Double(rule.key) else { continue }
      let holds =
        switch comparison {
        case .least: number >= limit
        case .most: number <= limit
        case .above: number > limit
        case .below: number < limit
        }
      if holds { return rule.value }
    }
    return text
  }

  // MARK: Meaning

  private static let good = Set([
    "yes", "y", "true", "t", "1", "pass", "passed", "good", "correct", "right", "ok", "okay",
    "acceptable", "accept", "accepted", "positive", "relevant", "helpful", "safe", "grounded",
    "compliant", "up", "thumbs_up", "thumbs up", "👍", "✓", "✅",
  ])
  private static let bad = Set([
    "no", "n", "false", "f", "0", "-1", "fail", "failed", "bad", "incorrect", "wrong", "not ok",
    "unacceptable", "reject", "rejected", "negative", "irrelevant", "unhelpful", "unsafe",
    "ungrounded", "violation", "down", "thumbs_down", "thumbs down", "👎", "✗", "❌",
  ])

  /// Returns whether a word means "good" (`true`) or "bad" (`false`), or `nil` for any other word.
  static func isGood(_ text: String) -> Bool? {
    let key = key(text)
    return good.contains(key) ? true : bad.contains(key) ? false : nil
  }

  /// Orders two values into good and bad by the meaning of their words, or returns `nil`.
  static func polarity(_ values: [String]) -> (good: String, bad: String)? {
    guard values.count == 2, let first = isGood(values[0]), let second = isGood(values[1]),
      first != second
    else { return nil }
    return first ? (values[0], values[1]) : (values[1], values[0])
  }
}
