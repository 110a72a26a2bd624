/// The effort limits of matching.
///
/// Steps are counted so that a pattern is too slow on the same texts on every machine. The time
/// limit is for work that steps do not count: one step may read a whole text.
package struct PatternEffort: Hashable, Sendable {
  /// The number of pattern items that may be tried, at about 20 ns each.
  package var steps: Int
  /// The time limit of one match.
  package var milliseconds = 2_000
  /// The bytes of memory that one match may use for backtracking.
  package var memory = 128 << 20

  /// The limits of one match: 20 million steps, about 0.4 s.
  package static let one = PatternEffort(steps: 20_000_000)

  /// Creates limits with a number of steps.
  package init(steps: Int) { self.steps = steps }
}
