import JudgeAlignment
import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeScoring
import JudgeWork

extension AlignmentService {
  /// Registers the result of `align NAME`.
  ///
  /// This is the body of the last alignment of that name in this clone. Without one, it is the only
  /// unregistered body whose report has NAME as its base. A hash prefix selects a body.
  ///
  /// - Parameters:
  ///   - text: the base judge's name, or a hash prefix.
  ///   - newName: another name to register under.
  ///   - tags: text tags of the registration.
  ///   - anyway: whether to register a judge that did not improve.
  /// - Returns: the version.
  /// - Throws: `JudgeFailure`: nothing to register (3), not improved (1), several (5).
  public func registerAligned(
    _ text: String, as newName: String? = nil, tags: [String: String] = [:], anyway: Bool = false
  ) async throws -> RegisterResult {
    // If `NAME@v1` was aligned, the result is registered under NAME.
    let text = try await repository.judges.registeredName(
      text.contains("@") ? try JudgeReference(text).name : text)
    let candidate = try await candidate(for: text)
    guard candidate.report.improved || anyway else {
      throw JudgeFailure(
        .negative,
        "\(candidate.report.value.baseName ?? text) was not improved by the last alignment: "
          + "no gain was found",
        remedy: .anyOf(["keep the base judge", .supply(.force, to: "register it all the same")]))
    }
    let name = newName ?? candidate.report.value.baseName ?? text
    try JudgeName.check(name)
    let body = try await repository.store.record(path(candidate.body))
    guard let body else {
      throw JudgeFailure(.notFound, "the judge body \(candidate.body.hex) is missing")
    }
    let card = ReportText.card(candidate.report.value, of: try? JudgeBody(record: body))
    return try await repository.judges.register(
      body, as: name, report: (candidate.report.id, card),
      parents: candidate.report.value.base.map { [$0] }, tags: tags)
  }

  private func path(_ body: ContentID) -> RecordPath { RecordPath(kind: .judge, id: body) }

  private func candidate(
    for text: String
  ) async throws -> (body: ContentID, report: VersionService.StoredReport) {
    let experiment = try await repository.experiments.current(holding: text)
    let reports = try await repository.versions.alignmentReports(of: experiment.id)
    let last = try await repository.store.config(Self.alignedKey(experiment.id, text))
    if let last, let report = reports.last(where: { $0.value.judge?.hex == last }) {
      if let body = report.value.judge { return (body, report) }
    }
    let registered = Set(
      try await repository.judges.fold().versions.values.joined().map(\.value.judge))
    var fitting = reports.filter { report in
      guard let body = report.value.judge, !registered.contains(body) else { return false }
      return report.value.baseName == text || (text.count >= 4 && body.hex.hasPrefix(text))
    }
    // Several reports of one body are one candidate, represented by the latest report.
    var seen = Set<ContentID>()
    fitting = fitting.reversed().filter { $0.value.judge.map { seen.insert($0).inserted } ?? false }
    guard let report = fitting.first, let body = report.value.judge else {
      throw JudgeFailure(
        .notFound, "there is no aligned judge of \"\(text)\" to register",
        remedy: .run(.alignJudge, [text], to: "make one"))
    }
    guard fitting.count == 1 else {
      let list = fitting.compactMap { $0.value.judge?.prefix(12) }.joined(separator: ", ")
      throw JudgeFailure(
        .ambiguous, "\(fitting.count) aligned judges of \"\(text)\" are not registered",
        remedy: "name one by its hash: \(list)")
    }
    return (body, report)
  }

  /// Returns the local git config key for the last alignment of a name in this clone.
  static func alignedKey(_ experiment: ContentID, _ name: String) -> String {
    let safe = name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
    let part = safe ? name : ContentID(hashing: Array(name.utf8)).prefix(16)
    return "judge-aligned.\(experiment.prefix(16))/\(part).body"
  }

  /// Makes the report card of a judge, written now by the current author.
  func alignmentReport(
    of body: ContentID, base: (hash: ContentID?, name: String), on feedbackName: String,
    in experiment: ContentID, figures: JSONObject
  ) async throws -> Report {
    var report = Report(type: .alignment, experiment: experiment, feedbackName: feedbackName)
    report.judge = body
    report.base = base.hash
    report.baseName = base.name
    report.time = Clock.now
    report.author = try await repository.author()
    report.figures = figures
    return report
  }

  /// Registers an aligned judge, with its report card, as the next version of a name.
  ///
  /// - Parameters:
  ///   - aligned: the result of ``JudgeScoring/Judge/aligned(to:using:registry:options:)``.
  ///   - newName: the name to register under; the judge's own if `nil`. The labels that the judge
  ///     answers stay the same.
  ///   - tags: text tags of the version.
  /// - Returns: the version.
  /// - Throws: `JudgeFailure`.
  @discardableResult
  public func register(
    _ aligned: AlignedJudge, as newName: String? = nil, tags: [String: String] = [:]
  ) async throws -> RegisterResult {
    let name = newName ?? aligned.body.name
    let experiment = try await repository.experiments.current()
    let record = try aligned.body.record()
    let (data, base) = (aligned.report.data, aligned.report.data.judge.hash)
    let stored = try await alignmentReport(
      of: record.id, base: (base, data.judge.name), on: aligned.body.feedbackName,
      in: experiment.id, figures: aligned.report.figures)
    let report = try stored.record()
    _ = try await repository.looks.look(
      at: data.set.feedbackName, in: experiment.id, [base, record.id].compactMap { $0 },
      on: data.testKeys, .required)
    return try await repository.judges.register(
      record, as: name, report: (report.id, ReportText.card(stored, of: aligned.body)),
      parents: stored.base.map { [$0] }, tags: tags, with: [report])
  }
}
