import CJudgeAssets

/// The made-up support conversations that are built into the program (`Examples/support`).
public enum SampleData {
  /// The files, with their paths and bytes.
  public static var files: [(path: String, bytes: [UInt8])] {
    (0..<cjudgeassets_sample_count()).compactMap { position in
      cjudgeassets_sample_at(position).map { file in
        let bytes = UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count)
        return (String(cString: file.pointee.name), Array(bytes))
      }
    }
  }
}
