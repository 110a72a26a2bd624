import JudgeAgreement
public import JudgeEvaluation
import JudgeJSON
import JudgeRecords

extension JudgeRepository {
  /// How far people agree with each other, and judges with people, on a judge's question.
  ///
  /// - Parameter name: the judge, or a feedback name that no judge has yet.
  /// - Returns: the report.
  /// - Throws: `JudgeError` where nobody has labelled anything under that name.
  public func agreement(_ name: String) async throws(JudgeError) -> AgreementReport {
    let version = try await judgeIfKnown(name)
    let body = version?.body
    let feedbackName = body?.feedbackName ?? name
    let experiment: ContentID
    if let known = version?.registration?.experiment {
      experiment = known
    } else {
      experiment = try await currentExperiment().id
    }
    let traces = try await labelledTraces(feedbackName, in: experiment)
    let report = try await JudgeError.wrap {
      let set = try LabelledSet(
        traces, feedbackName: feedbackName, declared: body?.values ?? [])
      return try AgreementReport(
        set, ordered: body?.ordered ?? [], versions: try await labelsByBody())
    }
    guard !report.set.traces.isEmpty else {
      throw JudgeError(
        .notFound, "nobody has labelled a trace under \"\(feedbackName)\"",
        hint: "add labels with `git judge feedback add TRACE --name \(feedbackName) "
          + "--value VALUE`, or import them")
    }
    return try await notingCalibrated(report)
  }

  /// Says which judges have learnt from part of the labels that they are compared with here.
  private func notingCalibrated(
    _ report: AgreementReport
  ) async throws(JudgeError) -> AgreementReport {
    var report = report
    for row in report.judges {
      // A verdict may have come without the judge's body; its figures are then nobody's claim.
      guard let hash = row.judge, let body = try? await judgeBody(hash), body.calibration != nil
      else { continue }
      report.notes.append(
        "\(row.version ?? hash.prefix(12)) has learnt from part of these labels: its figures here "
          + "are not held-out ones; the report card has those (git judge show)")
    }
    return report
  }

  /// The judge of a name; `nil` where people label under a name that no judge has yet.
  private func judgeIfKnown(_ name: String) async throws(JudgeError) -> JudgeVersion? {
    do { return try await judge(named: name) } catch {
      guard error.code == .notFound, !name.contains("@") else { throw error }
      return nil
    }
  }

  /// `NAME@vN` by judge body.
  private func labelsByBody() async throws(JudgeError) -> [ContentID: String] {
    var result: [ContentID: String] = [:]
    for (name, versions) in try await versions().versions {
      for version in versions {
        result[version.value.judge] = "\(name.name)@v\(version.number)"
      }
    }
    return result
  }
}
