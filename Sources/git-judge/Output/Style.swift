import Foundation
import GitJudge

/// Styles words on a terminal with colour and weight.
///
/// Text from records is escaped before it is styled, because escaping would show the codes.
struct Style: Sendable {
  /// The meaning of a word.
  enum Tone: Sendable {
    /// A success: improved, fixed, passed, fit.
    case good
    /// A failure: no gain, broken, failed, an error.
    case bad
    /// A caution: a warning, too few labels.
    case caution
    /// A less important text: notes and hints.
    case dim
    /// A heading.
    case strong
  }

  /// Whether words are styled.
  let isOn: Bool

  /// Standard output, where documents and tables for programs are never styled.
  static let output = Style(
    isTerminal: isatty(1) == 1, ProcessInfo.processInfo.environment, CommandLine.arguments)
  /// Standard error.
  static let talk = Style(
    isTerminal: isatty(2) == 1, ProcessInfo.processInfo.environment, CommandLine.arguments)

  /// Creates a style, which may be off.
  ///
  /// - Parameters:
  ///   - isTerminal: whether the output is a terminal.
  ///   - environment: `NO_COLOR` (no-color.org), `CLICOLOR=0` and `TERM=dumb` turn styling off.
  ///   - arguments: `--no-color` turns styling off, and so does an output format for programs.
  init(isTerminal: Bool, _ environment: [String: String], _ arguments: [String]) {
    let forPrograms = ["--json", "--jsonl", "--csv", "--md", "--html", "--junit", "--no-color"]
    isOn =
      isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["CLICOLOR"] != "0"
      && !["", "dumb"].contains(environment["TERM"] ?? "")
      && !arguments.contains { forPrograms.contains($0) }
  }

  /// Returns a word with its style.
  ///
  /// - Parameters:
  ///   - text: escaped text.
  ///   - tone: its meaning. If `nil`, the word is unchanged.
  /// - Returns: the text between the terminal's codes.
  func callAsFunction(_ text: String, _ tone: Tone?) -> String {
    guard isOn, let tone, !text.isEmpty else { return text }
    let code =
      switch tone {
      case .good: "32"
      case .bad: "31"
      case .caution: "33"
      case .dim: "2"
      case .strong: "1"
      }
    return "\u{1b}[\(code)m\(text)\u{1b}[0m"
  }

  /// Returns the lines of a report card with its result styled.
  ///
  /// - Parameters:
  ///   - text: the card, escaped.
  ///   - isImproved: whether the judge was proved better, or `nil` if the report does not say.
  /// - Returns: the same lines.
  func card(_ text: String, isImproved: Bool?) -> String {
    guard isOn else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let name = line.prefix { $0 != " " }
      let value = line.dropFirst(name.count).drop { $0 == " " }
      switch name {
      case "use": return line.dropLast(value.count) + words(String(value))
      case "result":
        guard let isImproved else { return String(line) }
        return line.dropLast(value.count) + self(String(value), isImproved ? .good : .bad)
      default: return String(line)
      }
    }.joined(separator: "\n")
  }

  /// Returns a word about a count, in its tone unless the count is 0.
  func callAsFunction(_ text: String, _ tone: Tone, count: Int) -> String {
    self(text, count == 0 ? nil : tone)
  }

  /// Styles the first word of each line if it is a label.
  ///
  /// Labels are `error:`, `warning:`, `hint:`, `note:`, `passed:` and the like.
  ///
  /// - Parameter text: escaped text.
  /// - Returns: the same lines.
  func words(_ text: String) -> String {
    guard isOn else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      for (word, tone) in Self.leading where line.hasPrefix(word) {
        // A hint or note is less important as a whole.
        guard tone != .dim else { return self(String(line), tone) }
        return self(word, tone) + line.dropFirst(word.count)
      }
      return String(line)
    }.joined(separator: "\n")
  }

  private static let leading: [(String, Tone)] = [
    ("error:", .bad), ("warning:", .caution), ("hint:", .dim), ("note:", .dim), ("Next:", .dim),
    ("passed:", .good), ("failed:", .bad), ("ok:", .good), ("ok ", .good), ("lost:", .bad),
    ("rejected:", .bad), ("conflicting:", .caution), ("unconfirmed:", .caution),
    ("disputed:", .caution), ("missing:", .bad), ("ignored:", .caution),
    ("fit for use", .good), ("not fit for use", .bad), ("too few labels to say", .caution),
  ]
}
