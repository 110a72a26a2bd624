import JudgeIndex
import JudgeInterchange
import JudgeJSON
import JudgeRecords
import JudgeWork

/// A skip or a flag of a bundle of labels, with its place.
struct BundleMark {
  /// The file.
  let file: String
  /// The line on which the bundle begins, from 1.
  let line: Int
  /// The reviewer's source id.
  let reviewer: String
  /// The entry.
  let entry: LabelBundle.Entry<LabelBundle.Mark>
}

extension LabelService {
  /// Returns the changes that store skips and flags of bundles.
  ///
  /// A change holds only what the bundle says, so that importing it twice adds nothing. A mark that
  /// is older than the one in the store is left out.
  ///
  /// - Parameters:
  ///   - marks: the skips and flags.
  ///   - plan: takes the entries that cannot be read, or that are on unknown traces.
  ///   - isStrict: whether to stop at the first of these entries.
  /// - Returns: the records.
  /// - Throws: `JudgeFailure` for the first of these entries, if `isStrict`.
  func changes(
    of marks: [BundleMark], _ plan: inout ImportPlan, isStrict: Bool
  ) async throws -> [Record] {
    var records: [Record] = []
    for mark in marks {
      do throws(ImportError) {
        let read = try mark.entry.read()
        guard plan.holds(read.traceID) else {
          throw ImportError(
            field: "\(mark.entry.place).trace_id", "no trace has the id \(read.traceID)")
        }
        do {
          if let record = try await change(read, of: mark.reviewer) { records.append(record) }
        } catch {
          throw ImportError(field: mark.entry.place, JudgeFailure(wrapping: error).message)
        }
      } catch {
        let problem = ImportResult.Problem(
          file: mark.file, line: mark.line, message: error.description)
        guard !isStrict else {
          throw JudgeFailure(
            .invalid, "\(mark.file):\(mark.line): \(problem.message)",
            remedy: .omit(.strict, to: "import the others (nothing was imported)"))
        }
        plan.reject(problem)
      }
    }
    return records
  }

  private func change(_ mark: LabelBundle.Mark, of reviewer: String) async throws -> Record? {
    let kind: LabelMark.Kind = mark.kind == .skip ? .skip : .flag
    let target = ChangeTarget(kind: .trace, id: mark.traceID)
    let key = "tag/" + kind.prefix(mark.question) + reviewer
    let known = ChangeFold(
      try await repository.caughtUp().changes(on: target).map { ($0.id, $0.value) }
    ).resolutions(of: target)[key]
    if let known {
      guard known.winner.value != .string(mark.text) else { return nil }
      guard let time = mark.time, known.winner.time.map({ $0 < time }) ?? true else { return nil }
    }
    var change = Change(target: target, key: key, value: .string(mark.text))
    change.source = .human(reviewer)
    change.time = mark.time
    change.supersedes = known?.maximal.sorted() ?? []
    return try change.record()
  }

  /// Returns a note on new labels whose reviewers were shown something else than the store has now.
  ///
  /// - Parameter records: the new records.
  /// - Returns: the note, or nothing.
  /// - Throws: `JudgeFailure`.
  func staleNotes(_ records: [Record]) async throws -> [String] {
    let labels = records.filter { $0.kind == .assessment }
      .compactMap { record in
        try? Assessment(record: Record(reading: record.bytes, named: record.id, trusted: true))
      }
      .filter { $0.seen != nil }
    guard !labels.isEmpty else { return [] }
    let ids = Set(labels.map(\.traceID)).sorted()
    var shown: [String: ContentID] = [:]
    for trace in try await repository.caughtUp().traces(ids: ids, includeSpans: true) {
      shown[trace.id] = trace.shown
    }
    let stale = labels.filter { label in shown[label.traceID].map { $0 != label.seen } ?? false }
    guard !stale.isEmpty else { return [] }
    let traces = Set(stale.map(\.traceID)).sorted()
    let list = traces.prefix(10).joined(separator: ", ") + (traces.count > 10 ? ", …" : "")
    return [
      "\(Count.of(stale.count, "label")) \(stale.count == 1 ? "is" : "are") stale: the reviewer was "
        + "shown other content than the store has now, on \(list)"
    ]
  }
}
