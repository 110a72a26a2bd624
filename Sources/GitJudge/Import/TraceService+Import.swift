import Foundation
import JudgeIndex
import JudgeInterchange
import JudgeJSON
import JudgePrivacy
import JudgeRecords
import JudgeStore
import JudgeWork

extension TraceService {
  /// Options for an import.
  public struct ImportOptions: Hashable, Sendable {
    /// Whether to stop at the first line that is invalid or needs repair, and write nothing.
    public var strict = false
    /// Whether to read and report only, and write nothing.
    public var dryRun = false
    /// Whether to accept lines that look as if they held secrets.
    public var allowsSecrets = false

    /// Creates options.
    public init(strict: Bool = false, dryRun: Bool = false, allowsSecrets: Bool = false) {
      self.strict = strict
      self.allowsSecrets = allowsSecrets
      self.dryRun = dryRun
    }
  }

  /// Imports traces, labels, verdicts, expectations and spans from files.
  ///
  /// The same file gives the same records on every machine, and importing it twice adds nothing.
  ///
  /// - Parameters:
  ///   - paths: the files, JSON lines or MLflow's trace JSON.
  ///   - options: the options of the import.
  ///   - progress: called with the documents and bytes read so far, and the total number of bytes.
  /// - Returns: the counts, and each line that was not imported.
  /// - Throws: `JudgeFailure` for a file that cannot be read; with `strict` for the first bad line.
  public func importTraces(
    _ paths: [String], options: ImportOptions = ImportOptions(),
    progress: ((Int, Int, Int) -> Void)? = nil
  ) async throws -> ImportResult {
    try await importTraces(
      from: paths.map { ImportSource(path: $0) }, options: options, progress: progress)
  }

  /// Imports traces, labels, verdicts, expectations and spans from files or memory.
  ///
  /// - Parameters:
  ///   - sources: the files or bytes in memory, as JSON lines or MLflow's trace JSON.
  ///   - options: the options of the import.
  ///   - progress: called with the documents and bytes read so far, and the total number of bytes.
  /// - Returns: the counts, and each line that was not imported.
  /// - Throws: `JudgeFailure` for a file that cannot be read; with `strict` for the first bad line.
  public func importTraces(
    from sources: [ImportSource], options: ImportOptions = ImportOptions(),
    progress: ((Int, Int, Int) -> Void)? = nil
  ) async throws -> ImportResult {
    let experiment = try await repository.experiments.current()
    var plan = try await importPlan(experiment.id)
    let reader = LineReader(experiment: experiment.id)
    var foreign = ForeignReader()
    let total = sources.reduce(0) { $0 + $1.size }
    var bytesRead = 0
    var tally = SensitiveTally(try await repository.sensitivePolicy(allow: options.allowsSecrets))
    for source in sources {
      plan.beginFile()
      var splitter = DocumentSplitter()
      func take(_ documents: [DocumentSplitter.Document]) throws {
        do throws(ImportResult.Problem) {
          try plan.add(
            documents, file: source.path, reader: reader, foreign: &foreign,
            isStrict: options.strict
          ) {
            tally.refusal($0.bytes, at: "\(source.path):\($0.line)").map {
              ImportError($0, remedy: .supply(.allowSecrets, to: "accept it unchanged"))
            }
          }
        } catch { throw Self.failure(error) }
      }
      var isStart = true
      try source.read { piece in
        if isStart, let problem = ForeignFile.problem(of: piece) {
          throw JudgeFailure(.invalid, "\(source.path): \(problem)")
        }
        isStart = false
        bytesRead += piece.count
        try take(splitter.feed(piece))
        progress?(plan.result.read, bytesRead, total)
        WorkProgress.report(
          "Reading", bytesRead, of: total > 0 ? max(total, bytesRead) : nil, unit: .bytes)
        return !splitter.isEnded
      }
      try take(splitter.finish())
    }
    do throws(ImportResult.Problem) {
      try plan.finish(&foreign, reader: reader, isStrict: options.strict)
    } catch { throw Self.failure(error) }
    WorkProgress.report("Comparing with the store", 0, of: nil)
    let records = try await finish(&plan)
    var result = plan.result
    if result.read == 0 {
      result.warnings.append("nothing was imported: there is no trace to read")
    }
    result.warnings +=
      try await foreign.warnings + undeclared(plan.given) + tally.warnings + plan.timeNotes
      + spellings(plan)
    for (kind, count) in tally.counts {
      result.sensitive[kind.rawValue] = count
    }
    guard !records.isEmpty else { return result }
    let hidden = try await repository.store.redactions().hidden
    let open = records.filter { !hidden.contains($0.id) }
    result.redacted = records.count - open.count
    result.traces -= records.count { hidden.contains($0.id) && $0.kind == .trace }
    result.assessments -= records.count { hidden.contains($0.id) && $0.kind == .assessment }
    guard !options.dryRun, !open.isEmpty else { return result }
    let names = sources.map { $0.path.split(separator: "/").last.map(String.init) ?? $0.path }
    let done = try await repository.append(
      open,
      message: "Import \(names.joined(separator: ", ")) into \(experiment.name)\n\n"
        + "\(Count.of(result.traces, "trace")), \(Count.of(result.assessments, "assessment"))",
      isChecked: true)
    result.commit = done.commit
    try await countCorrections(plan, &result)
    return result
  }

  /// Ends an import: compares its labels with those of the store.
  ///
  /// - Parameter plan: the plan with everything that was read.
  /// - Returns: the records to write.
  /// - Throws: `JudgeFailure`.
  func finish(_ plan: inout ImportPlan) async throws -> [Record] {
    let known = try await knownLabels(plan.assessmentIDs)
    let (traces, sources) = plan.newLabels(known: known)
    var earlier = EarlierLabels()
    earlier.labels = try await repository.caughtUp().labels(on: traces)
    for source in sources {
      let person = try await repository.store.person(source)
      if person != source { earlier.people[source] = person }
    }
    earlier.hidden = try await repository.store.redactions().hidden
    earlier.time = Clock.now
    do { return try plan.finish(known: known, earlier: earlier) } catch {
      throw JudgeFailure(.invalid, error.description)
    }
  }

  /// Returns warnings about people of an import whose ids differ from others only in case.
  func spellings(_ plan: ImportPlan) async throws -> [String] {
    let new = plan.people
    guard !new.isEmpty else { return [] }
    let known = try await repository.caughtUp().people().map(\.id)
    let groups = Dictionary(grouping: new.union(known)) { $0.lowercased() }
    return groups.values.filter { $0.count > 1 && !new.isDisjoint(with: $0) }
      .map { $0.sorted() }.sorted { $0[0] < $1[0] }.prefix(10).map { ids in
        "\(ids.joined(separator: " and ")) differ only in case, and count as \(ids.count) people"
      }
  }

  /// Counts the corrections that took effect, and warns about those that did not.
  func countCorrections(_ plan: ImportPlan, _ result: inout ImportResult) async throws {
    guard !plan.correcting.isEmpty else { return }
    let after = try await repository.fresh.caughtUp().labels(ids: plan.correcting)
    result.corrections = plan.correcting.count { after[$0]?.label.standing == .counts }
    let refused = plan.correcting.count - result.corrections
    if refused > 0 {
      result.warnings.append(
        "\(Count.of(refused, "label")) would replace an older label that only its source, its "
          + "importer or an owner can replace, so the older one still counts")
    }
  }

  private static func failure(_ problem: ImportResult.Problem) -> JudgeFailure {
    JudgeFailure(
      .invalid, "\(problem.file):\(problem.line): \(problem.message)",
      remedy: .anyOf(
        (problem.remedy.map { [$0] } ?? [])
          + [.omit(.strict, to: "import the others (nothing was imported)")]))
  }

  /// Returns the labels of an import that the store has, by the ids of `ImportPlan.assessmentIDs`.
  func knownLabels(_ ids: [String]) async throws -> Set<String> {
    let index = try await repository.caughtUp()
    var known = try await index.knownAssessmentIDs(among: ids)
    for id in ids {
      guard let record = ContentID(hex: id) else { continue }
      let path = RecordPath(kind: .assessment, id: record)
      if try await repository.store.contains(path) { known.insert(id) }
    }
    return known
  }

  /// Returns warnings for values that people gave and the judges of their question do not declare.
  private func undeclared(
    _ given: [String: Set<JSONValue>]
  ) async throws -> [String] {
    var warnings: [String] = []
    for judge in try await repository.judges.all() {
      let others = (given[judge.body.feedbackName] ?? []).filter { !judge.body.admits($0) }
      guard !others.isEmpty else { continue }
      let list = others.map(\.canonicalText).sorted().prefix(10).joined(separator: ", ")
      let declared = judge.body.wantedValues
      warnings.append(
        "people gave values that \(judge.label) does not declare: \(list) (it takes \(declared)); "
          + "it can never agree with them")
    }
    return warnings
  }

  /// Creates a plan with the facts that an import needs from the store.
  func importPlan(_ experiment: ContentID) async throws -> ImportPlan {
    let index = try await repository.caughtUp()
    let known = try await index.knownTraces()
    var byRequest = TextMap<ImportPlan.Known>()
    var byTrace = TextMap<ImportPlan.Known>()
    for trace in known {
      let entry = ImportPlan.Known(traceID: trace.id, content: trace.content)
      byTrace[trace.id] = entry
      if trace.experiment == experiment, let request = trace.clientRequestID {
        byRequest[request] = entry
      }
    }
    var plan = ImportPlan(byRequest: byRequest, byTrace: byTrace)
    plan.knownNames = Set(
      try await index.answeredNames(in: experiment))
    plan.twins = try await repository.store.sourceTwins()
    return plan
  }
}
