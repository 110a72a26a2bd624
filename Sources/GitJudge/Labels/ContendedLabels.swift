/// Labels of one source on one question that were given without having seen each other.
public enum ContendedLabels {
  /// Returns the note about such labels, or `nil` if there are none.
  ///
  /// - Parameter count: the number of labels that do not count.
  /// - Returns: a sentence.
  public static func note(_ count: Int) -> String? {
    guard count > 0 else { return nil }
    return
      "\(Count.of(count, "label does", "labels do")) not count, because the same source gave another "
      + "label on the trace without having seen the first; the later one counts, and without times "
      + "one of them: label such a trace again to decide (`contended` in the list of labels)"
  }
}
