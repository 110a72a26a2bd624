import GitJudge

/// The progress of an alignment: the last event, the calls, the best score and the time.
struct AlignmentStatus: Sendable {
  /// The last event.
  var event = ""
  /// The best accuracy reported so far, from 0 to 1.
  var best: Double?
  /// The calls so far.
  var calls = CallStatistics()
  /// The maximum number of answers needed, or `nil` if it is unknown.
  var most: Int?
  /// The share of the work done, from 0 to 1, if it is known better than by answers.
  var doneShare: Double?
  /// The seconds since the start.
  var seconds = 0.0

  /// Updates the status with an event.
  ///
  /// The best score stays until another one is reported.
  mutating func take(_ event: AlignmentEvent) {
    self.event = event.text
    best = event.best ?? best
  }

  /// The minimum run time in seconds before an estimate.
  ///
  /// An earlier estimate reflects the start more than the work.
  private static let shortest = 2.0

  /// The answers so far as a share of the maximum needed, from 0 to 1.
  ///
  /// `nil` if the maximum is unknown.
  var answeredShare: Double? {
    guard let most, most > 0 else { return nil }
    return min(1, Double(calls.calls + calls.cached) / Double(most))
  }

  /// The time left in seconds, or `nil` if it is not known yet.
  ///
  /// It is computed from the share of the work done, if known, otherwise from the answers. Because
  /// only a maximum number of answers is known, the result is then an upper bound too. Cached
  /// answers take no time.
  var secondsLeft: Double? {
    guard seconds >= Self.shortest else { return nil }
    if let doneShare {
      return doneShare > 0 && doneShare < 1 ? seconds / doneShare * (1 - doneShare) : nil
    }
    let done = calls.calls + calls.cached
    guard let most, calls.calls > 0, done < most else { return nil }
    return seconds / Double(calls.calls) * Double(most - done)
  }

  /// The calls, the cost if prices are known, the best score, and the time left or else elapsed.
  var figures: String {
    var parts: [String] = []
    if calls.calls + calls.cached > 0 {
      let cost = calls.calls > 0 && calls.unpriced == 0 ? " (\(Self.cost(calls.cost)))" : ""
      parts.append("\(Count.of(calls.calls, "call"))\(cost), \(calls.cached) cached")
    }
    if let best { parts.append("best so far \(Figures.share(best))") }
    if let left = secondsLeft {
      let bound = doneShare == nil ? "at most about" : "about"
      parts.append("\(bound) \(TerminalText.duration(left)) left")
    } else {
      parts.append("\(Int(seconds)) s")
    }
    return parts.joined(separator: ", ")
  }

  /// The redrawn line: figures first, because a narrow terminal cuts its end.
  var line: String { event.isEmpty ? figures : "\(figures): \(event)" }

  /// The line for one step, which stays on the screen.
  var entry: String { "\(event) [\(figures)]" }

  private static func cost(_ dollars: Double) -> String {
    guard dollars.magnitude < 1e12 else { return "cost unknown" }
    let tenThousandths = String(Int((dollars * 10_000).rounded()))
    let digits =
      String(repeating: "0", count: max(0, 5 - tenThousandths.count)) + tenThousandths
    return "\(digits.dropLast(4)).\(digits.suffix(4)) US dollars"
  }
}
