import JudgeRecords

/// Reads one record's bytes and says what is wrong with them.
enum RecordReader {
  /// - Parameters:
  ///   - bytes: the file.
  ///   - path: where it lies.
  ///   - verify: checks hash, canonical form and schema; without it the bytes are only parsed.
  /// - Returns: the record, or the problem.
  static func read(_ bytes: [UInt8], at path: RecordPath, verify: Bool) -> ReadResult {
    do throws(RecordError) {
      let record = try Record(reading: bytes, named: path.id, trusted: !verify)
      guard record.kind == path.kind else {
        throw RecordError(
          .wrongPlace, field: "kind", "a \(record.kind) lies in the folder of \(path.kind) records")
      }
      if verify { try record.validate() }
      return .record(record)
    } catch {
      return .problem(
        Problem(kind: error.code.rawValue, path: path.text ?? "", message: error.description))
    }
  }
}
