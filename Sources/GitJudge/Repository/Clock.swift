import FoundationEssentials
package import JudgeRecords

/// The clock of this machine.
package enum Clock {
  /// The current time in milliseconds.
  package static var now: Timestamp {
    Timestamp(clamping: Int64(Date().timeIntervalSince1970 * 1000))
  }

  /// Returns the current time, but at least 1 ms after each given time.
  ///
  /// A later fact is never dated before an earlier one, even if another machine's clock was ahead.
  package static func after(_ times: [Timestamp?]) -> Timestamp {
    let latest = times.compactMap { $0?.advanced(by: 1) }.max()
    return latest.map { max($0, now) } ?? now
  }
}

extension SupersedingRecord {
  /// Returns this record as the successor of the records in force, with the current time.
  ///
  /// - Parameter known: the records in force, or `nil` if this is the first one.
  /// - Returns: the record, ready to be written.
  package func superseding(_ known: Resolution<Self>?) -> Self {
    var record = self
    record.supersedes = known?.maximal.sorted() ?? []
    record.time = Clock.after([known?.winner.time])
    return record
  }
}
