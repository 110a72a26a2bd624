import JudgeEvaluation
import JudgeIndex
import JudgeRecords
import JudgeWork

/// Gathers what is recorded about a judge or a run, for a page.
///
/// No model is asked, and no look at a test set is added: figures of the test set are those of
/// judges that were measured there before.
public struct ReportService: Sendable {
  let repository: JudgeRepository
}

extension ReportService {
  /// Gathers what is recorded about a judge and its question.
  ///
  /// - Parameter name: the judge, or a question without a judge.
  /// - Returns: the report.
  /// - Throws: `JudgeFailure` if there is neither a judge nor a label with the name (3).
  public func judge(_ name: String) async throws -> JudgeReport {
    let repository = try await repository.current()
    let stored = try await repository.agreement.judgeIfKnown(name)
    let question = stored?.body.feedbackName ?? name
    let experiment = try await experiment(of: stored, repository)
    let here = repository.in(experiment)
    var report = JudgeReport(
      name: name, question: question, experiment: experiment.name,
      commit: try await repository.store.head()?.commit)
    report.redacted = try await here.redactions.redacted()
    do {
      report.agreement = try await here.agreement.report(name, test: .known)
      report.disagreements = try await here.agreement.disagreements(name)
    } catch {
      // A judge that nobody has labelled for has a page too.
      let failure = JudgeFailure(wrapping: error)
      guard failure.code == .notFound, stored != nil else { throw error }
      report.notes.append(failure.message)
    }
    report.guideline = try await here.guidelines.versions(
      of: question, in: experiment.id
    ).current
    guard let stored else { return report }
    try await add(stored, to: &report, here, experiment.id)
    return report
  }

  private func experiment(
    of version: JudgeVersion?, _ repository: JudgeRepository
  ) async throws -> ExperimentInfo {
    let id = version?.registration?.experiment
    let all = try await repository.experiments.all(includeDeleted: true)
    if let id, let found = all.first(where: { $0.id == id }) { return found }
    return try await repository.experiments.current(holding: version?.name)
  }

  /// Adds what belongs to a judge: its fitness, versions, errors and the step before it.
  private func add(
    _ stored: JudgeVersion, to report: inout JudgeReport, _ here: JudgeRepository,
    _ experiment: ContentID
  ) async throws {
    let (version, warning) = try await here.redactions.shown(stored)
    report.version = version
    if let warning { report.notes.append(warning.text) }
    report.fitness = try await here.fitness.assess(of: stored, in: experiment, test: .known)
    report.judgesMeasured = try await here.looks.all(at: report.question, in: experiment).most
    if stored.number != nil { report.log = try await here.versions.log(of: stored.name) }
    if let earlier = try await earlier(than: stored, report.log, here) {
      let diff = try await here.versions.diff(earlier, stored, test: .known, asks: false)
      report.diff = diff
      report.flips = try await flips(of: diff, report.question, here)
    }
    guard report.agreement != nil else { return }
    do {
      report.errors = try await here.agreement.errors(of: report.name)
    } catch {
      let failure = JudgeFailure(wrapping: error)
      guard failure.code == .notFound else { throw error }
      report.notes.append(failure.message)
    }
  }

  /// Returns flipped traces, without those of the test set.
  private func flips(
    of diff: JudgeDiff, _ question: String, _ here: JudgeRepository
  ) async throws -> [String: Trace] {
    let ids = [diff.unseen, diff.taught].compactMap(\.self).flatMap { $0.fixed + $0.broken }
    let index = try await here.caughtUp()
    let traces = try await index.traces(ids: ids.prefix(JudgeReport.mostFlips).sorted())
    return Dictionary(
      traces.filter { HeldOutSplit.testKey(of: $0, feedbackName: question) == nil }
        .map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Returns the judge that a version came from, or else the version before it.
  private func earlier(
    than version: JudgeVersion, _ log: [JudgeLogEntry], _ here: JudgeRepository
  ) async throws -> JudgeVersion? {
    guard let place = log.firstIndex(where: { $0.version.hash == version.hash }) else { return nil }
    for parent in log[place].parents {
      guard let found = try? await here.judges.find(named: parent.label ?? parent.hash.hex) else {
        continue
      }
      return found
    }
    return place > 0 ? log[place - 1].version : nil
  }

  /// Gathers what is recorded about a run.
  ///
  /// - Parameters:
  ///   - name: the run: its id, or a prefix of at least 4 digits.
  ///   - baseline: an earlier run to compare with, or `nil`.
  /// - Returns: the report.
  /// - Throws: `JudgeFailure` for a run that does not exist (3).
  public func run(_ name: String, baseline: String? = nil) async throws -> RunReport {
    let repository = try await repository.current()
    let table = try await repository.runs.table(of: name)
    let experiment = try await repository.experiments.all(includeDeleted: true).first {
      $0.id == table.info.run.experiment
    }
    var report = RunReport(table: table, experiment: experiment?.name ?? "")
    report.redacted = try await repository.redactions.redacted()
    report.wrong = try await wrong(table, repository)
    if let baseline {
      report.baseline = try await repository.runs.find(named: baseline)
      report.comparison = try await repository.runs.compare(baseline, name, test: .known)
    }
    return report
  }

  /// Compares the verdicts of a run with people's labels on traces of the training part.
  private func wrong(
    _ table: RunTable, _ repository: JudgeRepository
  ) async throws -> [(judge: String, verdicts: WrongVerdicts, heldOut: Int)] {
    var result: [(judge: String, verdicts: WrongVerdicts, heldOut: Int)] = []
    let index = try await repository.caughtUp()
    let all = try await index.traces(ids: try await index.traceIDs(ofRun: table.info.id))
    for hash in table.info.run.judges {
      // A body that is redacted has no verdicts here.
      guard let body = try? await repository.judges.judgeBody(hash) else { continue }
      let version = try await repository.runs.version(of: hash, body)
      let name = body.feedbackName
      func verdict(_ trace: Trace) -> Feedback? {
        trace.verdicts.last {
          $0.run == table.info.id && $0.judge == hash && $0.answers(name)
        }
      }
      let judged = all.filter {
        verdict($0) != nil && !$0.votes(on: name).isEmpty
      }
      let shown = judged.filter { HeldOutSplit.testKey(of: $0, feedbackName: name) == nil }
      let traces = try await repository.labels.adjudicated(shown, on: name)
      let set = try LabelledSet(
        traces, feedbackName: name, declared: body.values.isEmpty ? body.ordered : body.values)
      guard !set.traces.isEmpty else { continue }
      let taught = try await repository.looks.taught(set.traces, body)
      let order = ValueOrder(
        set.values, ordered: body.ordered, isNumeric: [.int, .float].contains(body.valueType))
      result.append(
        (
          version.label,
          try WrongVerdicts(set, order: order.codes, taught: taught, verdict: verdict),
          judged.count - shown.count
        ))
    }
    return result
  }
}
