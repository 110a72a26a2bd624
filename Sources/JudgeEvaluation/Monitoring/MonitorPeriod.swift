import JudgeJSON
public import JudgeRecords

/// How a monitoring report divides traces.
public enum MonitorPeriod: Hashable, Sendable {
  /// By the UTC day of the request: `2026-10-03`.
  case day
  /// By the ISO 8601 week of the request: `2026-W40`.
  case week
  /// By the value of a tag.
  case tag(String)

  /// Creates the division that a text names.
  ///
  /// - Parameter text: `day`, `week`, or the name of a tag; `tag:day` is the tag named `day`.
  public init(_ text: String) {
    switch text {
    case "day": self = .day
    case "week": self = .week
    default: self = .tag(text.hasPrefix("tag:") ? String(text.dropFirst(4)) : text)
    }
  }

  /// The text that names this division.
  public var text: String {
    switch self {
    case .day: "day"
    case .week: "week"
    case .tag(let name): ["day", "week"].contains(name) ? "tag:" + name : name
    }
  }

  /// Returns the period of a trace, or `nil` if the trace has no time or not the tag.
  public func name(of trace: Trace) -> String? {
    switch self {
    case .day: trace.requestTime.map { String($0.text.prefix(10)) }
    case .week: trace.requestTime.map(Self.week)
    case .tag(let name): trace.tags[name].map { $0.stringValue ?? $0.canonicalText }
    }
  }

  /// Returns the ISO 8601 week of a time, such as `2026-W40`.
  ///
  /// A week belongs to the year of its Thursday.
  static func week(of time: Timestamp) -> String {
    let day = floorDays(time)
    // 1970-01-01 was a Thursday; Monday is 0.
    let weekday = ((day + 3) % 7 + 7) % 7
    let thursday = day - weekday + 3
    let year = Timestamp(clamping: thursday * millisecondsOfDay).text.prefix(4)
    let first = Timestamp("\(year)-01-01T00:00:00Z").map(floorDays) ?? thursday
    let number = (thursday - first) / 7 + 1
    return "\(year)-W\(number < 10 ? "0" : "")\(number)"
  }

  private static let millisecondsOfDay: Int64 = 86_400_000

  private static func floorDays(_ time: Timestamp) -> Int64 {
    let (quotient, rest) = time.milliseconds.quotientAndRemainder(dividingBy: millisecondsOfDay)
    return rest < 0 ? quotient - 1 : quotient
  }
}
