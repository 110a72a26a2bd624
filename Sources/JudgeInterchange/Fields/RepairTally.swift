import JudgeJSON

/// Counts the values of a document that had to be changed to be kept.
struct RepairTally {
  /// The number of values and characters that were changed.
  var repaired = 0
  /// The number of nanosecond times in spans whose digits do not fit a double.
  var inexactTimes = 0
  /// The number of times that were written in another form than usual.
  var times: [TimeReading.Form: Int] = [:]
  /// The number of counted numbers under the names of such times that the parser turned into texts.
  private var suspects = 0

  /// Adds the repairs that the lenient parser made in some bytes.
  mutating func add(_ repairs: JSONRepairs, in bytes: [UInt8]) {
    repaired += repairs.count
    if repairs.integersToStrings > 0 { suspects += NanosecondScan.count(in: bytes) }
  }

  /// The number of repairs.
  ///
  /// MLflow writes nanoseconds as numbers and git-judge stores them as texts. This conversion is
  /// not a repair.
  var total: Int { repaired - min(suspects, inexactTimes) }
}
