/// What it took to bring the index up to the branch's tree.
public struct CatchUp: Hashable, Sendable {
  /// The commit that the index now represents, or `nil` if there is no branch.
  public var commit: String?
  /// How many record files came.
  public var added: Int
  /// The paths of record files that were there before and no longer are.
  ///
  /// Those that a redaction purges are left out.
  public var vanished: [String]
  /// Whether the index was built from nothing: it was new, damaged, foreign, or of another version.
  public var isRebuilt: Bool
  /// The JSON of records that are hidden from now on, as far as the index had or met them: other
  /// data made from them must be forgotten too.
  package var hidden: [[UInt8]]
  /// Whether copies of hidden records outside the index must still be deleted.
  ///
  /// See ``JudgeIndex/copiesForgotten()``.
  package var hasCopies: Bool
  /// Whether the index's file may still hold hidden bytes, because it could not be rewritten.
  package var hasResidue: Bool

  /// Creates a report of nothing done.
  public init(commit: String? = nil) {
    self.commit = commit
    added = 0
    vanished = []
    isRebuilt = false
    hidden = []
    hasCopies = false
    hasResidue = false
  }
}
