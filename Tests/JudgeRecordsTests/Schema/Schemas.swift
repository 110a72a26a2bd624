import CJudgeAssets
import JudgeJSON
import JudgeRecords

/// The schemas that lie in the program.
enum Schemas {
  /// All of them by name, in the order of the program.
  static let all: [(name: String, bytes: [UInt8])] = (0..<cjudgeassets_schema_count()).compactMap {
    cjudgeassets_schema_at($0).map(file)
  }

  /// The schema under a name.
  static func named(_ name: String) -> [UInt8]? { cjudgeassets_schema(name).map { file($0).bytes } }

  private static func file(
    _ file: UnsafePointer<cjudgeassets_file>
  ) -> (name: String, bytes: [UInt8]) {
    let (name, bytes, count) = (file.pointee.name, file.pointee.bytes, file.pointee.count)
    return (String(cString: name), Array(UnsafeBufferPointer(start: bytes, count: count)))
  }
}
