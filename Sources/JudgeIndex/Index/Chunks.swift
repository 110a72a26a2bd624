import JudgeRecords

/// Entries in the order in which a build wants them, in portions that fit in memory.
enum Chunks {
  static func of<Entry: SourceEntry>(_ entries: [Entry]) -> [[Entry]] {
    let groups = Dictionary(grouping: entries) { $0.path.kind }
    let kinds = groups.keys.sorted { left, right in
      let (a, b) = (IndexBuilder.rank(left), IndexBuilder.rank(right))
      return a == b ? left < right : a < b
    }
    return kinds.flatMap { kind in
      let group = groups[kind] ?? []
      let size = size(of: kind)
      return stride(from: 0, to: group.count, by: size).map { start in
        Array(group[start..<min(start + size, group.count)])
      }
    }
  }

  /// Batches may have 1 MiB each, labels some hundred bytes.
  private static func size(of kind: RecordKind) -> Int {
    switch kind {
    case .spans, .verdicts: 32
    case .trace: 512
    default: 4096
    }
  }
}
