import JudgePatterns
import JudgeRecords
import Synchronization

/// Patterns of `LIKE`, `ILIKE` and `RLIKE`.
enum SearchPattern {
  /// The most bytes of a pattern; SQLite refuses those over 50,000.
  static let maximumLength = 10_000

  /// The `GLOB` pattern that means the same as a `LIKE` pattern: SQLite's `LIKE` takes no notice
  /// of case, its `GLOB` does.
  static func glob(_ like: String) -> String {
    var glob = ""
    for scalar in like.unicodeScalars {
      switch scalar {
      case "%": glob += "*"
      case "_": glob += "?"
      case "*": glob += "[*]"
      case "?": glob += "[?]"
      case "[": glob += "[[]"
      default: glob.unicodeScalars.append(scalar)
      }
    }
    return glob
  }

  /// Whether a text matches a `LIKE` pattern, by Unicode scalars; `%` is any text, `_` one scalar.
  ///
  /// - Parameters:
  ///   - text: any text.
  ///   - pattern: the pattern.
  ///   - steps: the number of scalars that may be compared. It is reduced by those that were.
  /// - Returns: whether it matches, or `nil` if the steps are used up.
  static func matches(_ text: String, like pattern: String, steps: inout Int) -> Bool? {
    let (text, pattern) = (Array(text.unicodeScalars), Array(pattern.unicodeScalars))
    var (t, p) = (0, 0)
    // After a mismatch, go on behind the last `%`, which then takes one scalar more.
    var last: (pattern: Int, text: Int)?
    while t < text.count {
      steps -= 1
      guard steps > 0 else { return nil }
      if p < pattern.count, pattern[p] == "%" {
        last = (p + 1, t)
        p += 1
      } else if p < pattern.count, pattern[p] == "_" || pattern[p] == text[t] {
        p += 1
        t += 1
      } else if let mark = last {
        last = (mark.pattern, mark.text + 1)
        p = mark.pattern
        t = mark.text + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "%" }
  }

  /// The same, however long it takes.
  static func matches(_ text: String, like pattern: String) -> Bool {
    var steps = Int.max
    return matches(text, like: pattern, steps: &steps) ?? false
  }

  /// Why a text is not a valid regular expression, or `nil` if it is.
  static func problem(ofRegularExpression pattern: String) -> String? {
    do throws(PatternError) {
      _ = try compiled(pattern)
      return nil
    } catch {
      return error.message
    }
  }

  /// A regular expression, compiled once: a search uses few and asks for each of many texts.
  ///
  /// - Throws: `PatternError` for what is none.
  static func compiled(_ pattern: String) throws(PatternError) -> Pattern {
    if let known = cache.withLock({ $0[pattern] }) { return known }
    let made = try Pattern(pattern)
    cache.withLock { cache in
      if cache.count >= keptExpressions { cache = TextMap() }
      cache[pattern] = made
    }
    return made
  }

  private static let keptExpressions = 32

  private static let cache = Mutex(TextMap<Pattern>())
}
