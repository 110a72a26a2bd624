import JudgeWork

/// The relation of the labels to each other, which decides which figures make sense.
public enum LabelScale: Sendable, Hashable {
  /// Labels are only equal or different.
  case nominal
  /// Labels are ordered and have the given positions, one finite number per label code.
  ///
  /// For labels that are only ranked, the points are their ranks (see ``ranked(_:)``); for numeric
  /// labels they are the numbers. All points must differ.
  case points([Double])

  /// Returns the scale of labels whose codes go from low to high: points 0, 1, 2, ….
  ///
  /// - Parameter labelCount: The number of labels.
  /// - Returns: The points.
  public static func ranked(_ labelCount: Int) -> LabelScale {
    .points((0..<labelCount).map(Double.init))
  }

  func check(labelCount: Int) throws(JudgeFailure) {
    guard case .points(let points) = self else { return }
    guard points.count == labelCount else {
      throw .lengths("the label scale", points.count, "the label set", labelCount)
    }
    guard points.allSatisfy(\.isFinite), Set(points).count == points.count else {
      throw JudgeFailure(
        .invalidArgument, "the points of a label scale must be finite and differ",
        remedy: "give every label its own number")
    }
  }
}
