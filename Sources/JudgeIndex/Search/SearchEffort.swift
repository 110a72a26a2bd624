import JudgePatterns
import JudgeWork
import Synchronization

/// The effort that all patterns of one search may use together, over all texts.
///
/// SQLite passes only values to a function, so the function identifies a search by its number.
final class SearchEffort: Sendable {
  /// 600 million steps: about 12 s.
  static let steps = 600_000_000

  private struct Running {
    var steps: Int
    var failure: PatternError?
  }

  private struct State {
    var last: Int64 = 0
    var running: [Int64: Running] = [:]
  }

  private static let state = Mutex(State())

  /// The number of the search.
  let number: Int64

  /// Begins a search, which ends when nothing refers to this value any longer.
  ///
  /// - Parameter steps: how many steps it may take.
  init(steps: Int = SearchEffort.steps) {
    number = Self.state.withLock { state in
      state.last += 1
      state.running[state.last] = Running(steps: steps)
      return state.last
    }
  }

  deinit {
    let number = number
    Self.state.withLock { _ = $0.running.removeValue(forKey: number) }
  }

  /// The error of a pattern that took too much effort.
  ///
  /// SQLite does not pass on the original error.
  var failure: JudgeFailure? {
    Self.state.withLock { $0.running[number]?.failure }.map { error in
      JudgeFailure(
        .badFilter, "the filter: \(error.message)",
        remedy: error.hint.isEmpty ? nil : .advice(error.hint))
    }
  }

  /// Whether a regular expression matches in a text, for the search with a number.
  ///
  /// - Throws: `PatternError` if this match or the search has taken too much.
  static func isFound(
    _ pattern: Pattern, in text: String, for search: Int64
  ) throws(PatternError) -> Bool {
    try spending(search) { (effort) throws(PatternError) in
      try pattern.matches(text, effort: &effort)
    }
  }

  /// Whether a text matches a `LIKE` pattern, for the search with a number.
  ///
  /// - Throws: `PatternError` if this match or the search has taken too much.
  static func isAlike(
    _ text: String, _ pattern: String, for search: Int64
  ) throws(PatternError) -> Bool {
    try spending(search) { (effort) throws(PatternError) in
      guard let isAlike = SearchPattern.matches(text, like: pattern, steps: &effort.steps) else {
        throw PatternError.longText
      }
      return isAlike
    }
  }

  private static func spending(
    _ search: Int64, _ match: (inout PatternEffort) throws(PatternError) -> Bool
  ) throws(PatternError) -> Bool {
    let left = state.withLock { $0.running[search]?.steps ?? steps }
    var effort = PatternEffort.one
    effort.steps = min(effort.steps, left)
    let before = effort.steps
    do throws(PatternError) {
      let isMatch = try match(&effort)
      let used = before - effort.steps
      state.withLock { $0.running[search]?.steps -= used }
      return isMatch
    } catch {
      let isAlone = before == PatternEffort.one.steps
      let failure = isAlone ? error : PatternError.manyTexts
      state.withLock { $0.running[search]?.failure = failure }
      throw failure
    }
  }
}
