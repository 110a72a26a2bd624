import JudgeJSON

/// Counts the values of a document that had to be changed to be kept.
struct RepairTally {
  /// Values and characters that were changed.
  var repaired = 0
  /// Nanosecond times, found in spans, whose digits no double holds.
  var inexactTimes = 0
  /// Numbers that the reader turned into texts and counted, under the names of such times.
  private var suspects = 0

  /// Adds what the forgiving reader did to some bytes.
  mutating func add(_ repairs: JSONRepairs, in bytes: [UInt8]) {
    repaired += repairs.count
    if repairs.integersToStrings > 0 { suspects += NanosecondScan.count(in: bytes) }
  }

  /// The number of repairs.
  ///
  /// MLflow writes nanoseconds as numbers and we keep them as texts: turning the one into the
  /// other is how spans are read and no repair.
  var total: Int { repaired - min(suspects, inexactTimes) }
}
