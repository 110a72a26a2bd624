import FoundationEssentials
import JudgeRecords

/// The time of this machine.
enum Clock {
  /// Now, in milliseconds.
  static var now: Timestamp {
    Timestamp(clamping: Int64(Date().timeIntervalSince1970 * 1000))
  }

  /// Now, but at least 1 ms after every given time: a later fact is never dated before an earlier
  /// one, even if somebody's clock was ahead.
  static func after(_ times: [Timestamp?]) -> Timestamp {
    let latest = times.compactMap { $0?.advanced(by: 1) }.max()
    return latest.map { max($0, now) } ?? now
  }
}
