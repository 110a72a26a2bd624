import JudgeIndex
import JudgeJSON
public import JudgeRecords
import JudgeStore
import JudgeWork

/// Hides and removes records.
public struct RedactionService: Sendable {
  let repository: JudgeRepository
}

extension RedactionService {
  /// Hides a trace, a label, all labels of a reviewer, or any record by its hash.
  ///
  /// It hides the target at once if the author of the commit is an owner or the author of the
  /// target. Otherwise the request waits for one of them. The files stay, so that references to
  /// them stay valid. If the target is already hidden, or a request of the same person already
  /// waits, the result reports that and nothing is written.
  ///
  /// - Parameters:
  ///   - text: a trace's or assessment's id or unique prefix, a reviewer's source id, or a full
  ///     hash.
  ///   - reason: the reason, for people who find the redaction.
  ///   - purge: whether to remove the bytes from the history too; only for owners.
  /// - Returns: the hidden and the waiting hashes.
  /// - Throws: `JudgeFailure` if the target does not exist (3), if several match (5), or if the
  ///   user is not an owner (4).
  public func redact(
    _ text: String, reason: String, purge: Bool = false
  ) async throws -> RedactResult {
    guard !reason.isEmpty else { throw JudgeFailure(.usage, "a redaction needs a reason") }
    let me = try await repository.author().email
    if purge {
      let owners = try await repository.store.owners().inForce
      guard owners.contains(where: { Address($0) == Address(me) }) else {
        throw JudgeFailure(
          .notTrusted, "\(me) is not an owner of this store, and only an owner's purge counts",
          remedy: .run(
            .showOwners,
            to: "see all owners (\(owners.isEmpty ? "none" : owners.joined(separator: ", ")))"))
      }
    }
    let before = try await repository.store.redactions()
    let found = try await redactionTarget(text, before)
    try await checkHasNoLook(found.hashes)
    var result = RedactResult(target: found.target, id: found.id)
    result.hashes = found.hashes
    result.exports = repository.maintenance.exports
    let isWaiting = !purge && before.isPending(found.hashes, by: .human(me))
    if isWaiting || found.hashes.allSatisfy((purge ? before.purged : before.hidden).contains) {
      result.hidden = found.hashes.count { before.hidden.contains($0) }
      result.isPending = isWaiting
      result.wasThere = true
      if purge { result.purge = try await preparePurge() }
      return result
    }
    var records: [Record] = []
    let time = Clock.now
    // Each hash has 64 digits and two quotation marks; a thousand of them keep a record small.
    for start in stride(from: 0, to: found.hashes.count, by: 1000) {
      let part = Array(found.hashes[start..<min(start + 1000, found.hashes.count)])
      var redaction = Redaction(hashes: part, reason: reason, source: .human(me))
      redaction.time = time
      if purge { redaction.purge = true }
      redaction.ids = part.flatMap { found.ids[$0] ?? [] }
      redaction.questions = found.questions.sorted()
      records.append(try redaction.record())
    }
    result.redactions = records.map(\.id)
    _ = try await repository.append(
      records, message: "Redact \(found.target) \(found.id)\n\nReason: \(reason)")
    result.hasResidue = try await repository.catchUp().hasResidue
    let fold = try await repository.store.redactions()
    result.hidden = found.hashes.count { fold.hidden.contains($0) }
    result.isPending = result.hidden < found.hashes.count
    if !result.isPending {
      let stopped = try await judgesToRebuild()
      result.judges = stopped.map(\.label)
      result.remedies = stopped.map(\.remedy)
    }
    if purge { result.purge = try await preparePurge() }
    return result
  }

  /// Refuses to hide a look at the held-out part.
  ///
  /// Looks count the judges that were measured there. If looks were hidden, intervals would be too
  /// narrow.
  private func checkHasNoLook(_ hashes: [ContentID]) async throws {
    let index = try await repository.caughtUp()
    let reports = try await index.values(of: Report.self)
    let looks = Set(
      reports.filter { [.look, .opening, .reading].contains($0.value.type) }.map(\.id))
    guard let look = hashes.first(where: looks.contains) else { return }
    throw JudgeFailure(
      .usage, "\(look.prefix(12)) is a look at the held-out part, and looks cannot be hidden",
      remedy:
        "a look holds hashes and no text; intervals are as wide as the number of looks demands")
  }

  /// Returns the redactions that wait for an owner or the author.
  ///
  /// - Returns: the redactions, sorted by identity.
  /// - Throws: `JudgeFailure`.
  public func pendingRedactions() async throws -> [PendingRedaction] {
    let fold = try await repository.store.redactions()
    return fold.pending.map { item in
      PendingRedaction(
        redaction: item.request.id, source: item.request.value.source.id,
        reason: item.request.value.reason, hashes: item.hashes, ids: item.request.value.ids,
        isVouched: item.request.isVouched, isUnsigned: item.request.isUnsigned)
    }
  }

  /// Returns the number of records of each kind that redactions hide.
  ///
  /// - Returns: the numbers of the kinds with hidden records, in all experiments.
  /// - Throws: `JudgeFailure`.
  public func redactedCounts() async throws -> [RecordKind: Int] {
    let index = try await repository.caughtUp()
    return try await index.redactedCounts()
  }

  /// Counts the records that are hidden from a list of traces or of labels.
  ///
  /// - Parameter kinds: the record kinds in the list.
  /// - Returns: their number in all experiments, because the experiment of a hidden record is
  ///   unknown.
  /// - Throws: `JudgeFailure`.
  public func redacted(
    _ kinds: Set<RecordKind> = [.trace, .assessment]
  ) async throws -> Int {
    try await redactedCounts().reduce(0) { kinds.contains($1.key) ? $0 + $1.value : $0 }
  }

  /// The target of a redaction.
  struct RedactionTarget {
    var target: String
    var id: String
    var hashes: [ContentID] = []
    /// The ids by which a judge may name what it learned from, by hash.
    var ids: [ContentID: [String]] = [:]
    var questions: Set<String> = []
  }

  /// Returns the id of a trace's content.
  ///
  /// A judge's examples are recognized by it, because they hold a case but no id.
  static func contentID(of trace: Trace) -> String {
    "content:" + TraceFold.content(inputs: trace.inputs, outputs: trace.outputs).hex
  }

  private func redactionTarget(
    _ text: String, _ fold: RedactionFold
  ) async throws -> RedactionTarget {
    do { return try await visibleTarget(text) } catch {
      // Lists and look-ups do not contain hidden records.
      guard JudgeFailure(wrapping: error).code == .notFound,
        let hidden = try await hiddenTarget(text, fold)
      else {
        throw error
      }
      return hidden
    }
  }

  private func visibleTarget(_ text: String) async throws -> RedactionTarget {
    let index = try await repository.caughtUp()
    // Another person's waiting redaction is confirmed by the hash of its record.
    if let pending = try await pendingRedactions().first(where: {
      text.count >= 8 && $0.redaction.hex.hasPrefix(text)
    }) {
      return try await confirmation(of: pending)
    }
    let said = try await index.recordsOfSource(text)
    if !said.isEmpty {
      var target = RedactionTarget(target: "reviewer", id: text)
      for item in said {
        if target.ids[item.record] == nil { target.hashes.append(item.record) }
        target.ids[item.record, default: []].append(item.id)
        target.questions.insert(item.name)
      }
      return target
    }
    if let hash = ContentID(hex: text) {
      return RedactionTarget(target: "record", id: text, hashes: [hash])
    }
    if text.hasPrefix("a-") { return try await labelTarget(text) }
    let trace: Trace
    do { trace = try await repository.traces.find(text, includeDeleted: true) } catch {
      guard JudgeFailure(wrapping: error).code == .notFound, !text.hasPrefix("tr-") else {
        throw error
      }
      guard let label = try? await labelTarget(text) else {
        throw JudgeFailure(
          .notFound, "\"\(text)\" is not a trace, assessment, reviewer or record here",
          remedy: .anyOf([
            .run(.listTraces, to: "see the ids of traces"),
            .run(.listLabels, to: "see those of labels"),
          ]))
      }
      return label
    }
    return try await traceTarget(trace, index)
  }

  private func traceTarget(
    _ trace: Trace, _ index: JudgeIndex
  ) async throws -> RedactionTarget {
    var target = RedactionTarget(target: "trace", id: trace.id)
    let id = trace.id
    target.hashes = try await index.records(ofTrace: id)
    // Added once, for the first hash: the ids of the trace and of the labels that judges' steps
    // name.
    if let first = target.hashes.first {
      target.ids[first] = [trace.id, Self.contentID(of: trace)] + trace.labels.map(\.id)
    }
    target.questions = Set(trace.labels.map(\.assessment.name))
    return target
  }

  private func labelTarget(_ text: String) async throws -> RedactionTarget {
    let label = try await repository.labels.find(text)
    var target = RedactionTarget(target: "assessment", id: label.id, hashes: [label.record])
    target.ids[label.record] = [label.id]
    // A judge's example holds the label's rationale but no id, so it is recognized by its case.
    if let trace = try? await repository.traces.find(label.assessment.traceID, includeDeleted: true)
    {
      target.ids[label.record]?.append(Self.contentID(of: trace))
    }
    target.questions = [label.assessment.name]
    return target
  }

  /// Returns the target of a waiting redaction, for a person who may confirm it.
  private func confirmation(
    of pending: PendingRedaction
  ) async throws -> RedactionTarget {
    let fold = try await repository.store.redactions()
    var target = RedactionTarget(target: "redaction", id: pending.redaction.hex)
    target.hashes = pending.hashes
    if let value = fold.pending.first(where: { $0.request.id == pending.redaction })?.request.value,
      let first = pending.hashes.first
    {
      target.ids[first] = value.ids
      target.questions = Set(value.questions)
    }
    return target
  }
}
