/// Why a statistic could not even be asked for: the input contradicts itself.
///
/// A statistic that is merely undefined on sound input (Cohen's kappa of two raters who only ever
/// used one label, say) is `nil` and never an error.
public struct AgreementError: Error, Sendable, Hashable {
  /// What went wrong, for programs; an open set.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable text of the code.
    public let rawValue: String

    /// Makes a code from its stable text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// An item, rater or label code lies outside its declared range.
    public static let outOfRange = Code(rawValue: "out-of-range")
    /// The same rater rates the same item twice.
    public static let duplicateRating = Code(rawValue: "duplicate-rating")
    /// Two arrays that describe the same things have different lengths.
    public static let lengthMismatch = Code(rawValue: "length-mismatch")
    /// A count, a probability or a label value is not one.
    public static let invalidArgument = Code(rawValue: "invalid-argument")
  }

  /// What went wrong, for programs.
  public let code: Code
  /// What went wrong, for people, with the numbers in question.
  public let message: String
  /// What to do about it.
  public let hint: String

  /// Makes an error.
  public init(code: Code, message: String, hint: String) {
    self.code = code
    self.message = message
    self.hint = hint
  }
}

extension AgreementError: CustomStringConvertible {
  /// Message and hint in one line.
  public var description: String { "\(message) (\(hint))" }
}

extension AgreementError {
  static func lengths(_ first: String, _ count: Int, _ second: String, _ other: Int) -> Self {
    AgreementError(
      code: .lengthMismatch, message: "\(first) has \(count) entries, \(second) has \(other)",
      hint: "give one entry per item in both")
  }

  static func label(_ label: Int, labelCount: Int) -> Self {
    AgreementError(
      code: .outOfRange, message: "label code \(label) is not in 0..<\(labelCount)",
      hint: "number the labels from 0 and pass how many there are")
  }
}
