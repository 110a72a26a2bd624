import GRDB
import JudgeRecords
public import JudgeWork

extension JudgeFailure.Code {
  /// The index's file cannot be opened or written.
  public static let unusable = Self("unusable")
  /// The index's file is damaged, and was not rebuilt.
  public static let damaged = Self("damaged")
}

/// What an error says about the file.
enum IndexFailure {
  /// Whether the file must be rebuilt.
  static func isDamage(_ error: any Error) -> Bool {
    if error is DamagedIndex || error is JudgeRecords.RecordError { return true }
    guard let error = error as? DatabaseError else { return false }
    if error.extendedResultCode == .SQLITE_IOERR_SHORT_READ { return true }
    return error.resultCode == .SQLITE_CORRUPT || error.resultCode == .SQLITE_NOTADB
  }

  /// Whether the file cannot be written, as on a full disk, although its content is intact.
  static func isUnwritable(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError, !isDamage(error) else { return false }
    let codes: [ResultCode] = [
      .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM,
    ]
    return codes.contains(error.resultCode)
  }

  /// The error as callers see it.
  static func translate(_ error: any Error, file: String) -> JudgeFailure {
    if let error = error as? JudgeFailure { return error }
    if error is CancellationError { return JudgeFailure(.cancelled, "cancelled") }
    if isDamage(error) {
      return JudgeFailure(
        .damaged, "the index at \(file) is damaged: \(error)",
        remedy: "delete it; it holds nothing that the repository does not")
    }
    return JudgeFailure(
      .unusable, "the index at \(file) cannot be used: \(error)",
      remedy: "check that its folder can be written and its disk has room")
  }
}
