import JudgeJSON
import JudgeRecords

/// Gathers verdicts by name and source into batches of at most 1,000 and well under 1 MiB.
struct VerdictBatches {
  private struct Key: Hashable {
    let name: String
    let source: AssessmentSource
  }

  /// A batch is closed before its record could pass 1 MiB.
  private static let maximumBytes = 900_000

  private var order: [Key] = []
  private var open: [Key: (verdicts: [Verdict], bytes: Int)] = [:]
  private var closed: [VerdictBatch] = []

  mutating func add(_ verdict: Verdict, name: String, source: AssessmentSource) {
    let key = Key(name: name, source: source)
    if open[key] == nil {
      order.append(key)
      open[key] = ([], 0)
    }
    let size = JSONValue.object(verdict.json).canonicalBytes().count + 1
    let (count, bytes) = open[key].map { ($0.verdicts.count, $0.bytes) } ?? (0, 0)
    if count == VerdictBatch.maximumCount || (count > 0 && bytes + size > Self.maximumBytes) {
      let verdicts = open[key]?.verdicts ?? []
      closed.append(VerdictBatch(name: name, source: source, verdicts: verdicts))
      open[key] = ([], 0)
    }
    open[key]?.verdicts.append(verdict)
    open[key]?.bytes += size
  }

  /// All batches, in order of first appearance.
  func batches() -> [VerdictBatch] {
    closed
      + order.compactMap { key in
        guard let verdicts = open[key]?.verdicts, !verdicts.isEmpty else { return nil }
        return VerdictBatch(name: key.name, source: key.source, verdicts: verdicts)
      }
  }
}
