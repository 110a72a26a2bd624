import JudgeRecords

/// Parses the bytes of a record and reports problems with them.
enum RecordReader {
  /// - Parameters:
  ///   - bytes: the bytes of the file.
  ///   - path: the path of the record.
  ///   - verify: whether to check hash, canonical form and schema; otherwise the bytes are only
  ///     parsed.
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
