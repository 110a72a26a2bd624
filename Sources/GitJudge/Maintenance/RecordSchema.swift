import CJudgeAssets

/// The JSON Schemas of the record kinds, built into the program.
public enum RecordSchema {
  /// The names that have a schema: the record kinds, and `format` for the tree's `format.json`.
  public static var kinds: [String] {
    (0..<cjudgeassets_schema_count()).compactMap { position in
      cjudgeassets_schema_at(position).map { String(cString: $0.pointee.name) }
    }
  }

  /// Returns the schema of a kind.
  ///
  /// - Parameter kind: the kind, such as `assessment`.
  /// - Returns: the file's text, or `nil` if there is no such kind.
  public static func text(of kind: String) -> String? {
    guard let file = cjudgeassets_schema(kind) else { return nil }
    let bytes = UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count)
    return String(decoding: bytes, as: UTF8.self)
  }
}
