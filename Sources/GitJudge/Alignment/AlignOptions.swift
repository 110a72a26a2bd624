public import JudgeAlignment

/// Options for aligning a judge.
public struct AlignOptions: Sendable {
  /// The seed of all randomness.
  public var seed: UInt64
  /// The options of the fit.
  public var fit: FitOptions
  /// Whether to count labels whose trace has changed since they were given.
  public var includeStale: Bool
  /// Whether to count labels on rows of evaluations.
  public var includeRows = false
  /// The number of times that the aligned judge is asked about each held-out trace.
  public var repeats: Int
  /// The model for reflection, unless the optimizer names one.
  public var reflectionModel: String?
  /// The only guideline version whose labels count; `nil` counts all labels.
  ///
  /// The version is `current`, `unknown` or the first digits of its hash.
  public var guideline: String?
  /// A closure that receives the events of the alignment.
  public var progress: (@Sendable (AlignmentEvent) -> Void)?

  /// Creates options; the defaults apply to everything that is not given.
  public init(
    seed: UInt64 = 0, minimum: Int = AlignmentData.defaultMinimum, includeStale: Bool = false
  ) {
    self.seed = seed
    fit = FitOptions(minimum: minimum)
    self.includeStale = includeStale
    repeats = 1
  }
}
