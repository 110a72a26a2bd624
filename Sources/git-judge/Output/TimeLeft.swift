import GitJudge

/// A progress text with the time that is left, judged by the time that was taken.
struct TimeLeft: Sendable {
  private let start = ContinuousClock.now
  private let what: String

  /// Begins to count.
  ///
  /// - Parameter what: what is counted, in the plural.
  init(_ what: String) { self.what = what }

  /// Redraws the progress line.
  ///
  /// - Parameters:
  ///   - done: how many are done.
  ///   - total: of how many.
  func show(_ done: Int, _ total: Int) {
    guard done % 16 == 0 || done == total else { return }
    let parts = (ContinuousClock.now - start).components
    let seconds = Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
    var text = "\(done) of \(total) \(what)"
    if done > 0, done < total, seconds > 2 {
      let left = seconds / Double(done) * Double(total - done)
      text += ", about \(TerminalText.duration(left)) left"
    }
    Console.progress(text)
  }
}
