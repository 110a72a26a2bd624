package import JudgeRecords
public import JudgeWork

/// A window of traces that a monitoring report compares.
public struct MonitorWindow: Hashable, Sendable {
  private enum Extent: Hashable, Sendable {
    case period(String)
    case time(from: Timestamp?, to: Timestamp?)
  }

  /// The text that names the window.
  public let text: String
  private let extent: Extent

  /// Reads a window.
  ///
  /// - Parameter text: a period as the report names it (`2026-W40`, `2026-10-03`, a value of the
  ///   tag), or `FROM..TO`, two days or RFC 3339 times that may each be missing. A day as `TO`
  ///   belongs to the window.
  /// - Throws: `JudgeFailure` with code `usage` for a range that cannot be read.
  public init(_ text: String) throws(JudgeFailure) {
    self.text = text
    guard let dots = text.firstRange(of: "..") else {
      extent = .period(text)
      return
    }
    let (first, last) = (text[..<dots.lowerBound], text[dots.upperBound...])
    let from = first.isEmpty ? nil : try Self.time(String(first), isEnd: false, text)
    let to = last.isEmpty ? nil : try Self.time(String(last), isEnd: true, text)
    guard from != nil || to != nil, from.map({ first in to.map { first < $0 } ?? true }) ?? true
    else {
      throw JudgeFailure(.usage, "the window \(text) is empty", remedy: Self.advice)
    }
    extent = .time(from: from, to: to)
  }

  /// Creates the window of a period of the report.
  init(period: String) {
    text = period
    extent = .period(period)
  }

  static let advice: Remedy =
    "write FROM..TO with two days, such as 2026-10-01..2026-10-31, or name a period of the table"

  private static func time(
    _ text: String, isEnd: Bool, _ whole: String
  ) throws(JudgeFailure) -> Timestamp {
    if let day = Timestamp("\(text)T00:00:00Z") {
      return isEnd ? day.advanced(by: 86_400_000) : day
    }
    if let time = Timestamp(text) { return time }
    throw JudgeFailure(
      .usage, "\"\(text)\" in the window \(whole) is not a day or a time", remedy: advice)
  }

  /// Returns whether a trace is in the window.
  ///
  /// - Parameters:
  ///   - time: the time of its request.
  ///   - period: its period in the report.
  /// - Returns: whether it is.
  package func contains(time: Timestamp?, period: String?) -> Bool {
    switch extent {
    case .period(let name):
      return period.map { $0.utf8.elementsEqual(name.utf8) } ?? false
    case .time(let from, let to):
      guard let time else { return false }
      if let from, time < from { return false }
      if let to, time >= to { return false }
      return true
    }
  }
}
