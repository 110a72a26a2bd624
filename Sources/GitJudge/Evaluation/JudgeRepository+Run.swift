import JudgeEvaluation
import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeWork

extension JudgeRepository {
  /// Runs judges over the traces of the experiment and records their verdicts.
  ///
  /// - Parameters:
  ///   - names: the judges.
  ///   - filter: which traces, in the search grammar; `nil` for all.
  ///   - progress: called with the number of verdicts done and of all.
  /// - Returns: the run with its counts.
  /// - Throws: `JudgeError`.
  public func run(
    _ names: [String], where filter: String? = nil,
    progress: (@Sendable (Int, Int) -> Void)? = nil
  ) async throws -> RunResult {
    var versions: [JudgeVersion] = []
    for name in names {
      let version = try await judge(named: name)
      // The same judge named twice is asked once.
      if !versions.contains(where: { $0.hash == version.hash }) { versions.append(version) }
    }
    let experiment = try await currentExperiment(holding: versions.first?.name)
    let model = try await defaultModel()
    var judges: [any Judge] = []
    for version in versions {
      let permit = try await permit(version)
      judges.append(try permit.judge(defaultModel: model))
    }
    var tally = RunTally(versions)
    var keeper = try await verdictGuard()
    let before = await callStatistics
    let index = try await caughtUp()
    var query = TraceQuery(
      experiment: experiment.id, filter: filter, orderBy: ["trace_id ASC"],
      limit: Self.pageSize)
    let asked = query
    let count = try await index.count(asked)
    guard count > 0 else {
      throw JudgeError(
        .notFound, filter.map { "no trace fits \($0)" } ?? "there is no trace to judge",
        hint: filter == nil ? "import some with `git judge trace import FILE`" : nil)
    }
    let run = try await newRun(
      experiment.id, type: "judge", name: names.joined(separator: " "), versions)
    var records = [run] + (try await unregistered(versions))
    let total = count * judges.count
    var done = 0
    // A session may lie anywhere in the list, so judges of sessions need all of it.
    let needsAll = judges.contains { $0.body.isSessionLevel }
    var taughtCounts: [ContentID: Int] = [:]
    repeat {
      let traces: [Trace]
      if needsAll {
        traces = try await allTraces(experiment.id, where: filter)
        query.cursor = nil
      } else {
        let page = try await self.traces(query)
        traces = page.traces
        query.cursor = page.next
      }
      for (judge, version) in zip(judges, versions) {
        let already = done
        let all = await scoreAll(traces, with: judge, concurrency: calls.concurrency) {
          progress?(already + $0, total)
          WorkProgress.report("Judging", already + $0, of: total)
        }.map { keeper.kept($0, of: judge) }
        done += traces.count
        tally.add(
          all.map { answers in answers.first { $0.name == judge.name } }, on: traces, by: version)
        taughtCounts[version.hash, default: 0] += try await taught(traces, version.body).count
        records += try await batches(all, traces, judge, run: run.id, hash: version.hash)
      }
    } while query.cursor != nil
    for (hash, count) in taughtCounts where count > 0 { tally.mark(hash, taught: count) }
    records += try await metricChanges(tally.metrics, of: run.id)
    _ = try await append(
      records, message: "Run \(names.joined(separator: ", ")) over \(Count.of(count, "trace"))")
    return RunResult(
      run: run.id.runID, n: count, verdicts: tally.counts,
      errorGroups: tally.errors, unasked: tally.unasked, failed: tally.failed,
      codes: tally.codes,
      calls: await callStatistics.since(before), warnings: tally.warnings + keeper.warnings)
  }

  /// How many traces are in memory at a time.
  private static let pageSize = 4000
}
