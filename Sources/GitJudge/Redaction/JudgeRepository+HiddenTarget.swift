import JudgeRecords
import JudgeStore

extension JudgeRepository {
  /// Finds the target of a redaction in force by its old name, so that a second request is
  /// recognized and an owner can purge it.
  ///
  /// - Parameters:
  ///   - text: an assessment's or trace's id or unique prefix of at least 4 digits, or a reviewer's
  ///     source id.
  ///   - fold: the redactions.
  /// - Returns: the target. `nil` if nothing hidden had that name, or if its bytes are gone.
  /// - Throws: `JudgeError` if the store cannot be read.
  func hiddenTarget(
    _ text: String, _ fold: RedactionFold
  ) async throws -> RedactionTarget? {
    var reviewer = RedactionTarget(target: "reviewer", id: text)
    var labels: [RedactionTarget] = []
    for hash in fold.hidden.sorted() {
      let path = RecordPath(kind: .assessment, id: hash)
      guard let record = try await store.record(path),
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

  /// Redacted traces by their id: a trace's redaction names it first.
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

  /// Whether a text is an id, or a prefix of at least 4 characters behind its mark.
  private static func isName(_ text: String, of id: String, after mark: String) -> Bool {
    guard id.hasPrefix(mark) else { return false }
    let digits = text.hasPrefix(mark) ? text.dropFirst(mark.count) : text[...]
    return text == id || (digits.count >= 4 && id.dropFirst(mark.count).hasPrefix(digits))
  }
}
