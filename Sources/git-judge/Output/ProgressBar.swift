import GitJudge

/// The progress line of long work: takes steps and times, and returns lines.
///
/// It shows nothing for the first second, draws at most ten times per second, and removes its line
/// when the work ends. Times are seconds on any clock that never goes back.
struct ProgressBar {
  /// A change on the terminal.
  enum Change: Hashable {
    /// Replaces the line.
    case draw(String)
    /// Removes the line.
    case clear
  }

  /// The delay before the first line, in seconds.
  static let delay = 1.0
  /// The minimum time between two lines, in seconds.
  static let interval = 0.1
  /// The seconds that a finished step stays, so that the next one replaces it without flicker.
  private static let linger = 0.3
  /// The minimum run time of a step, in seconds, before its rate is meaningful.
  private static let shortest = 1.0
  /// The width of the bar itself, in columns.
  private static let cells = 20

  private let start: Double
  private var step: WorkStep?
  /// The start of the step: the time, and the amount done at that time.
  private var began = (time: 0.0, done: 0)
  private var endedAt: Double?
  private var shown: String?
  private var drawnAt = -Double.infinity

  /// Creates a progress line that shows nothing yet.
  ///
  /// - Parameter now: the time at which the command began.
  init(at now: Double) { start = now }

  /// Takes a step of the work.
  ///
  /// - Parameters:
  ///   - step: the progress of the work.
  ///   - now: the time.
  ///   - columns: the width of the terminal.
  /// - Returns: the change, or `nil` if the line stays as it is.
  mutating func take(_ step: WorkStep, at now: Double, columns: Int) -> Change? {
    if step == .pause { return clear() }
    if step.isOver {
      if self.step != nil { endedAt = now }
      self.step = nil
      return change(at: now, columns: columns)
    }
    if self.step?.what != step.what || step.done < began.done { began = (now, step.done) }
    self.step = step
    endedAt = nil
    return change(at: now, columns: columns)
  }

  /// Returns the change to make now, even without a new step.
  ///
  /// - Parameters:
  ///   - now: the time.
  ///   - columns: the width of the terminal.
  /// - Returns: the change, or `nil` if the line stays as it is.
  mutating func change(at now: Double, columns: Int) -> Change? {
    guard let step else {
      guard shown != nil, now - (endedAt ?? now) >= Self.linger else { return nil }
      return clear()
    }
    guard now - start >= Self.delay, now - drawnAt >= Self.interval else { return nil }
    let line = TerminalText.cut(
      line(step, at: now, columns: columns), to: max(1, columns - 1))
    guard line != shown else { return nil }
    shown = line
    drawnAt = now
    return .draw(line)
  }

  /// Clears the line for other output; it comes back with the next step.
  ///
  /// - Returns: `.clear` if a line is shown, or `nil`.
  mutating func clear() -> Change? {
    defer {
      shown = nil
      step = nil
      endedAt = nil
    }
    return shown == nil ? nil : .clear
  }

  // MARK: The line

  private func line(_ step: WorkStep, at now: Double, columns: Int) -> String {
    var parts: [String] = step.what.isEmpty ? [] : [step.what]
    if let total = step.total, total > 0 {
      let share = min(1, max(0, Double(step.done) / Double(total)))
      // If there is no room for both, words are more useful than the bar.
      if columns >= (step.detail == nil ? 60 : 100) { parts.append(Self.bar(share)) }
      parts.append("\(Int(share * 100)) %")
      if step.detail == nil { parts.append(Self.count(step.done, of: total, step.unit)) }
    } else if step.detail == nil, step.done > 0 {
      parts.append(Self.count(step.done, of: nil, step.unit))
    }
    if let detail = step.detail {
      parts.append(detail)
    } else {
      parts += pace(step, at: now)
    }
    return parts.joined(separator: "  ")
  }

  private static func bar(_ share: Double) -> String {
    let full = Int(share * Double(cells))
    guard full < cells else { return "[" + String(repeating: "=", count: cells) + "]" }
    return "[" + String(repeating: "=", count: full) + ">"
      + String(repeating: " ", count: cells - full - 1) + "]"
  }

  private static func count(_ done: Int, of total: Int?, _ unit: WorkStep.Unit) -> String {
    switch unit {
    case .items: return total.map { "\(done)/\($0)" } ?? "\(done)"
    case .bytes:
      return (total.map { "\(megabytes(done))/\(megabytes($0))" } ?? megabytes(done)) + " MB"
    }
  }

  /// Formats megabytes with one decimal, using only whole numbers.
  private static func megabytes(_ bytes: Int) -> String {
    let tenths = bytes / 100_000
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// Returns the rate and the time left.
  ///
  /// If neither is known yet, it returns the elapsed time.
  private func pace(_ step: WorkStep, at now: Double) -> [String] {
    let seconds = now - began.time
    let done = step.done - began.done
    guard done > 0, seconds >= Self.shortest else { return ["\(Int(now - start)) s"] }
    let rate = Double(done) / seconds
    var parts: [String] = []
    if step.unit == .items, rate >= 1, rate < 1e9 { parts.append("\(Int(rate))/s") }
    if let total = step.total {
      let left = Double(total - step.done) / rate
      parts.append("about \(TerminalText.duration(left)) left")
    }
    return parts
  }
}
