/// The rules by which an alignment is fitted and decided.
///
/// A step of a judge records them, so that `unalign` fits and decides in the same way even after the
/// rules have changed. So a change of how a judge is fitted, or of what decides that it improved, is
/// a new case. The intervals that a decision computes are those of the program.
public enum AlignmentRules: Int, Sendable, Hashable, Comparable {
  /// The rules of steps that record none: at least 10 training labels, two folds by the frozen
  /// thirds, traces left out if the base failed, no words in a calibration.
  case first = 1
  /// Small starts: below 60 training labels, all of them decide.
  case smallStarts = 2
  /// ``FoldLevels`` tests folds together and alone, even with few labels.
  case foldLevels = 3
  /// A calibration's log score is also compared with the base's accuracy by verdict.
  case scoresByVerdict = 4

  /// The rules of a new alignment.
  public static let current = Self.scoresByVerdict

  /// Whether one set of rules is older than another.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The fewest labelled training traces that an alignment takes by default.
  var minimum: Int { self == .first ? 10 : 2 }
}
