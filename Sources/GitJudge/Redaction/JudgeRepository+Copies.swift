import JudgeIndex
import JudgeRecords
import JudgeStore

extension JudgeRepository {
  /// Forgets what this clone keeps of hidden records beside the index: answers of models, texts that
  /// are typed and not stored, spans that wait to be collected.
  ///
  /// - Parameters:
  ///   - met: the JSON of hidden records that the index had or met.
  ///   - index: what remembers that this is due.
  /// - Throws: if the store or the index cannot be read.
  func forgetCopies(_ met: [[UInt8]], _ index: JudgeIndex) async throws {
    let fold = try await store.redactions()
    var texts = met
    var traces = Set<String>()
    for hash in fold.hidden {
      // Damaged and purged records have no text to look for.
      guard let record = await hiddenRecord(hash) else { continue }
      texts.append(record.bytes)
      if record.kind == .trace, let trace = try? TraceRecord(record: record) {
        traces.insert(trace.id(in: hash))
      }
    }
    for request in fold.inForce {
      traces.formUnion(request.value.ids.filter { $0.hasPrefix("tr-") })
    }
    // A label's redaction names no trace, and a trace that is shown again was never hidden.
    traces = try await hiddenOnly(traces, index)
    var subjects = traces
    for ids in fold.inForce.map(\.value.ids) where ids.contains(where: traces.contains) {
      subjects.formUnion(ids.filter { $0.hasPrefix("content:") })
    }
    let redacted = RedactedText(texts)
    let needles = redacted.needles
    let hidden = HiddenContent(redacted, subjects: subjects)
    callCache.forget { hidden.isIn($0) }
    LabelDrafts.forget(traces: traces, holding: needles, in: store.location.stateDirectory)
    spool.forget(traces)
    try await index.copiesForgotten()
  }

  /// The record with a hash.
  ///
  /// Its kind is unknown, so the usual kinds are tried first.
  private func hiddenRecord(_ hash: ContentID) async -> Record? {
    let usual: [RecordKind] = [.assessment, .trace, .spans, .verdicts]
    for kind in usual + RecordKind.all.filter({ !usual.contains($0) && $0 != .redaction }) {
      if let record = try? await store.record(RecordPath(kind: kind, id: hash)) { return record }
    }
    return nil
  }

  /// Those of some traces that no list shows.
  private func hiddenOnly(_ ids: Set<String>, _ index: JudgeIndex) async throws -> Set<String> {
    var hidden = Set<String>()
    for id in ids where (try? await index.trace(idOrPrefix: id)) == nil { hidden.insert(id) }
    return hidden
  }
}
