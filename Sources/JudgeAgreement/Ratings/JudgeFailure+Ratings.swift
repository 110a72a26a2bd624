public import JudgeWork

// A statistic fails if its input contradicts itself. If it is only undefined for valid input (such
// as Cohen's kappa of two raters who only used one label), it is `nil` and not a failure.

extension JudgeFailure.Code {
  /// An item, rater or label code is outside its declared range.
  public static let outOfRange = Self("out-of-range")
  /// The same rater rates the same item twice.
  public static let duplicateRating = Self("duplicate-rating")
  /// Two arrays that describe the same things have different lengths.
  public static let lengthMismatch = Self("length-mismatch")
  /// A count, a probability or a label value is invalid.
  public static let invalidArgument = Self("invalid-argument")
}

extension JudgeFailure {
  static func lengths(_ first: String, _ count: Int, _ second: String, _ other: Int) -> Self {
    JudgeFailure(
      .lengthMismatch, "\(first) has \(count) entries, \(second) has \(other)",
      remedy: "give one entry per item in both")
  }

  static func label(_ label: Int, labelCount: Int) -> Self {
    JudgeFailure(
      .outOfRange, "label code \(label) is not in 0..<\(labelCount)",
      remedy: "number the labels from 0 and pass how many there are")
  }
}
