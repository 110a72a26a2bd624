import JudgeIndex
import JudgeRecords
import JudgeStore

extension RedactionService {
  /// Deletes copies of hidden records that this clone keeps outside the index.
  ///
  /// These are answers of models, drafts of texts, and spans that wait to be collected.
  ///
  /// - Parameters:
  ///   - met: the JSON of hidden records that the index had or met.
  ///   - index: the index, which remembers that this is due.
  /// - Throws: an error if the store or the index cannot be read.
  func forgetCopies(_ met: [[UInt8]], _ index: JudgeIndex) async throws {
    let fold = try await repository.store.redactions()
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
    // A label's redaction names no trace. A trace that is visible again is not hidden.
    traces = try await hiddenOnly(traces, index)
    var subjects = traces
    for ids in fold.inForce.map(\.value.ids) where ids.contains(where: traces.contains) {
      subjects.formUnion(ids.filter { $0.hasPrefix("content:") })
    }
    let redacted = RedactedText(texts)
    let needles = redacted.needles
    let hidden = HiddenContent(redacted, subjects: subjects)
    repository.calls.cache.forget { hidden.isIn($0) }
    LabelDrafts.forget(
      traces: traces, holding: needles, in: repository.store.location.stateDirectory)
    repository.spool.forget(traces)
    try await index.copiesForgotten()
  }

  /// Returns the record with a hash.
  ///
  /// Its kind is unknown, so the usual kinds are tried first.
  private func hiddenRecord(_ hash: ContentID) async -> Record? {
    let usual: [RecordKind] = [.assessment, .trace, .spans, .verdicts]
    for kind in usual + RecordKind.all.filter({ !usual.contains($0) && $0 != .redaction }) {
      if let record = try? await repository.store.record(RecordPath(kind: kind, id: hash)) {
        return record
      }
    }
    return nil
  }

  /// Returns those of some traces that are not in any list.
  private func hiddenOnly(_ ids: Set<String>, _ index: JudgeIndex) async throws -> Set<String> {
    var hidden = Set<String>()
    for id in ids where (try? await index.trace(idOrPrefix: id)) == nil { hidden.insert(id) }
    return hidden
  }

  /// Finds the target of a redaction in force by its old name.
  ///
  /// So a second request is recognized, and an owner can purge the target.
  ///
  /// - Parameters:
  ///   - text: an assessment's or trace's id or unique prefix of at least 4 digits, or a reviewer's
  ///     source id.
  ///   - fold: the redactions.
  /// - Returns: the target, or `nil` if nothing hidden had that name or the bytes are gone.
  /// - Throws: `JudgeFailure` if the store cannot be read.
  func hiddenTarget(
    _ text: String, _ fold: RedactionFold
  ) async throws -> RedactionTarget? {
    var reviewer = RedactionTarget(target: "reviewer", id: text)
    var labels: [RedactionTarget] = []
    for hash in fold.hidden.sorted() {
      let path = RecordPath(kind: .assessment, id: hash)
      guard let record = try await repository.store.record(path),
        let label = try? Assessment(record: record)
      else { continue }
      let id = label.id(in: hash)
      if Self.isName(text, of: id, after: "a-") {
        var target = RedactionTarget(target: "assessment", id: id, hashes: [hash])
        target.ids[hash] = [id]
        target.questions = [label.name]
        labels.append(target)
      }
      if label.source == .human(text) {
        reviewer.hashes.append(hash)
        reviewer.ids[hash] = [id]
        reviewer.questions.insert(label.name)
      }
    }
    if !reviewer.hashes.isEmpty { return reviewer }
    let traces = hiddenTraces(text, fold)
    return labels.count + traces.count == 1 ? labels.first ?? traces.first : nil
  }

  /// Finds redacted traces by their id, which a trace's redaction names first.
  private func hiddenTraces(_ text: String, _ fold: RedactionFold) -> [RedactionTarget] {
    var found: [String: RedactionTarget] = [:]
    for request in fold.inForce {
      guard let id = request.value.ids.first, let first = request.value.hashes.first,
        Self.isName(text, of: id, after: "tr-")
      else { continue }
      var target = found[id] ?? RedactionTarget(target: "trace", id: id)
      target.hashes = Set(target.hashes + request.value.hashes).sorted()
      target.ids[first] = request.value.ids
      target.questions.formUnion(request.value.questions)
      found[id] = target
    }
    return Array(found.values)
  }

  /// Returns whether a text is an id, or a prefix of at least 4 characters after the id's mark.
  private static func isName(_ text: String, of id: String, after mark: String) -> Bool {
    guard id.hasPrefix(mark) else { return false }
    let digits = text.hasPrefix(mark) ? text.dropFirst(mark.count) : text[...]
    return text == id || (digits.count >= 4 && id.dropFirst(mark.count).hasPrefix(digits))
  }
}
