/// The rules by which an alignment is fitted and decided.
///
/// A step of a judge records them, so that `unalign` repeats it exactly even after the rules have
/// changed.
public enum AlignmentRules: Int, Sendable, Hashable {
  /// The rules of steps that record none: at least 10 training labels, two folds by the frozen
  /// thirds, traces left out if the base failed, no words in a calibration.
  case first = 1
  /// Small starts: below 60 training labels every one of them decides.
  case smallStarts = 2
  /// ``FoldLevels`` tests folds together and alone, even with few labels.
  case foldLevels = 3

  /// The rules of a new alignment.
  public static let current = Self.foldLevels

  /// The fewest labelled training traces that an alignment takes by default.
  var minimum: Int { self == .first ? 10 : 2 }
}
