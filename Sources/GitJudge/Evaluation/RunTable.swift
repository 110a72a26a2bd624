public import JudgeEvaluation
public import JudgeIndex
import JudgeJSON
import JudgeRecords

/// A stored run with its rows: what an evaluation or a run of judges printed.
public struct RunTable: Sendable {
  /// The run.
  public let info: RunInfo
  /// The judges' names, in order.
  public let judges: [String]
  /// The traces and rows that the run judged, with its verdicts; rows in the order of their names.
  public let rows: [EvaluationRow]

  /// The judges that do not apply to some rows: they were asked about others, and nothing stopped
  /// the run.
  public var notApplicable: Set<String> {
    guard info.unasked == 0 else { return [] }
    let missing = judges.filter { name in
      rows.contains { row in !row.feedback.contains { $0.name == name } }
    }
    return Set(missing)
  }

  /// The run's figures by name.
  public var metrics: [String: Double] {
    var result: [String: Double] = [:]
    for member in info.metrics {
      result[member.key] = (member.value["value"] ?? member.value).doubleValue
    }
    return result
  }

  /// The number of errors.
  public var errors: Int { rows.reduce(0) { $0 + $1.feedback.count { $0.value == nil } } }
}

extension RunService {
  /// Returns a stored run with its rows.
  ///
  /// - Parameter text: the run's id, or a prefix of at least 4 digits.
  /// - Returns: the run.
  /// - Throws: `JudgeFailure` for a run that does not exist.
  public func table(of text: String) async throws -> RunTable {
    let info = try await find(named: text)
    let index = try await repository.caughtUp()
    var versions: [JudgeVersion] = []
    for hash in info.run.judges {
      // A body that is redacted leaves its verdicts out of the table.
      guard let body = try? await repository.judges.judgeBody(hash) else { continue }
      versions.append(try await version(of: hash, body))
    }
    let judges = MeasuredJudge.named(versions)
    let ids = try await index.traceIDs(ofRun: info.id)
    var rows: [EvaluationRow] = []
    for start in stride(from: 0, to: ids.count, by: 1_000) {
      let part = Array(ids[start..<min(ids.count, start + 1_000)])
      rows += try await index.traces(ids: part, includeSpans: true).map {
        EvaluationRow($0, in: info.id, by: Array(zip(judges, versions.map(\.name))))
      }
    }
    return RunTable(
      info: info, judges: judges.map(\.key), rows: rows.sorted(by: EvaluationRow.precedes))
  }
}
