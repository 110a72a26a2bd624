/// What matching may take.
///
/// Steps are counted, so that a pattern is too slow on the same texts everywhere. The clock is for
/// what steps cannot see: one step may go through a whole text.
package struct PatternEffort: Hashable, Sendable {
  /// How many items of the pattern may be tried; some 20 ns each.
  package var steps: Int
  /// How long one match may take.
  package var milliseconds = 2_000
  /// How many bytes of memory one match may take for the ways back.
  package var memory = 128 << 20

  /// What one match may take: 20 million steps, about 0.4 s.
  package static let one = PatternEffort(steps: 20_000_000)

  /// Creates an effort of some steps.
  package init(steps: Int) { self.steps = steps }
}
