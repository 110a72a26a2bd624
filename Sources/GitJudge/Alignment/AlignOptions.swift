public import JudgeAlignment

/// How a judge is aligned.
public struct AlignOptions: Sendable {
  /// The seed of all randomness.
  public var seed: UInt64
  /// How it is fitted.
  public var fit: FitOptions
  /// Whether labels count whose trace has changed since.
  public var includeStale: Bool
  /// How often the aligned judge is asked about each held-out trace.
  public var repeats: Int
  /// The model that reflects, unless the optimizer names one.
  public var reflectionModel: String?
  /// The only guideline version whose labels count: `current`, `unknown` or the first digits of its
  /// hash; `nil` counts all labels.
  public var guideline: String?
  /// Told what happens.
  public var progress: (@Sendable (AlignmentEvent) -> Void)?

  /// The defaults.
  public init(
    seed: UInt64 = 0, minimum: Int = AlignmentData.defaultMinimum, includeStale: Bool = false
  ) {
    self.seed = seed
    fit = FitOptions(minimum: minimum)
    self.includeStale = includeStale
    repeats = 1
  }
}
