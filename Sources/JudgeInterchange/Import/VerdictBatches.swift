import JudgeJSON
package import JudgeRecords

/// Groups verdicts by name and source into batches of at most 1,000 and well under 1 MiB.
package struct VerdictBatches {
  private struct Key: Hashable {
    let name: String
    let source: AssessmentSource
  }

  private var order: [Key] = []
  private var verdicts: [Key: [Verdict]] = [:]

  /// Creates an empty collection.
  package init() {}

  /// Adds a verdict.
  ///
  /// - Parameters:
  ///   - verdict: the verdict.
  ///   - name: the question that it answers.
  ///   - source: the judge.
  package mutating func add(_ verdict: Verdict, name: String, source: AssessmentSource) {
    let key = Key(name: name, source: source)
    if verdicts[key] == nil { order.append(key) }
    verdicts[key, default: []].append(verdict)
  }

  /// Returns all batches, by name and source in order of first appearance.
  package func batches() -> [VerdictBatch] {
    order.flatMap { key in
      RecordBatches.split(verdicts[key] ?? [], mostItems: VerdictBatch.maximumCount) {
        JSONValue.object($0.json).canonicalBytes().count
      }.map { VerdictBatch(name: key.name, source: key.source, verdicts: $0) }
    }
  }
}
