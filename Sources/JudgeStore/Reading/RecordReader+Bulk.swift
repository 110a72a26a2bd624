import JudgeGit
import JudgeRecords

extension RecordReader {
  /// The number of records that one task parses.
  private static let slice = 2048

  /// Reads many records on all cores; the order of the results is that of the entries.
  static func read(
    _ blobs: [Result<[UInt8], GitError>], of entries: [Entry], verify: Bool
  ) async -> [ReadResult] {
    guard entries.count > slice else { return read(blobs, of: entries, entries.indices, verify) }
    return await withTaskGroup(of: (Int, [ReadResult]).self) { group in
      for start in stride(from: 0, to: entries.count, by: slice) {
        let range = start..<min(start + slice, entries.count)
        group.addTask { (start, read(blobs, of: entries, range, verify)) }
      }
      var parts: [(Int, [ReadResult])] = []
      for await part in group { parts.append(part) }
      return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
    }
  }

  private static func read(
    _ blobs: [Result<[UInt8], GitError>], of entries: [Entry], _ range: Range<Int>, _ verify: Bool
  ) -> [ReadResult] {
    range.map { index in
      switch blobs[index] {
      case .success(let bytes): read(bytes, at: entries[index].path, verify: verify)
      case .failure(let error):
        .problem(
          Problem(
            kind: Problem.Word.damaged, path: entries[index].path.text ?? "",
            message: error.message, remedy: error.remedy))
      }
    }
  }
}
