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

extension SupersedingRecord {
  /// This record as the successor of those that stand, written now.
  ///
  /// - Parameter known: the records that stand, or `nil` if this is the first one.
  /// - Returns: the record, ready to be written.
  func superseding(_ known: Resolution<Self>?) -> Self {
    var record = self
    record.supersedes = known?.maximal.sorted() ?? []
    record.time = Clock.after([known?.winner.time])
    return record
  }
}
