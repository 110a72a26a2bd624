/// Figures as people read them, the same on every page that shows them.
public enum FigureText {
  /// The smallest p-value that is printed with its digits.
  private static let smallestProbability = 0.001

  /// A p-value with three decimals.
  ///
  /// - Parameter value: from 0 to 1.
  /// - Returns: `0.031`; `below 0.001` for what three decimals would show as 0 or as that bound;
  ///   `–` if it is not defined.
  public static func probability(_ value: Double?) -> String {
    guard let value, value >= 0, value <= 1 else { return "–" }
    guard value >= smallestProbability else { return "below 0.001" }
    return ReportText.share(.number(value))
  }
}
