import JudgeJSON
import JudgeRecords
import JudgeScoring

extension JudgeRepository {
  /// A run record with a fresh nonce.
  func newRun(
    _ experiment: ContentID, type: String, name: String, _ versions: [JudgeVersion]
  ) async throws -> Record {
    var run = Run(experiment: experiment, nonce: Nonce.make(), name: name, type: type)
    run.startTime = Clock.now
    run.userID = try await author().email
    run.judges = versions.map(\.hash)
    return try run.record()
  }

  /// Verdicts in batches of up to 1,000: the judge's own under its feedback name, others under
  /// theirs; a question that was not asked has no verdict.
  func batches(
    _ said: [[Feedback]], _ traces: [Trace], _ judge: any Judge, run: ContentID, hash: ContentID
  ) async throws -> [Record] {
    var batches = VerdictBatches()
    let now = Clock.now
    for (all, trace) in zip(said, traces) {
      for feedback in all where !feedback.isUnasked {
        var verdict = feedback.verdict(on: trace.id)
        // The last of several verdicts of one judge is the one that counts.
        verdict.createTime = now
        let isOwn = feedback.name == judge.name
        batches.add(
          verdict, name: isOwn ? judge.body.feedbackName : feedback.name,
          source: feedback.source)
      }
    }
    return try batches.batches().map { batch in
      var batch = batch
      batch.run = run
      batch.judge = hash
      return try batch.record().toWrite
    }
  }

  /// The changes that record a run's end: its figures and the status "finished".
  func metricChanges(
    _ metrics: [String: Double], of run: ContentID
  ) async throws -> [Record] {
    let source = AssessmentSource.human(try await author().email)
    let time = Clock.now
    let target = ChangeTarget(kind: .run, id: run.hex)
    var changes: [Change] = []
    for (name, value) in metrics.sorted(by: { $0.key < $1.key }) {
      changes.append(
        Change(
          target: target, key: "metric/\(name)",
          value: ["value": .number(value), "step": 0, "timestamp": .string(time.text)]))
    }
    changes.append(Change(target: target, key: "status", value: "FINISHED"))
    changes.append(Change(target: target, key: "end_time", value: .string(time.text)))
    return try changes.map { change in
      var change = change
      change.time = time
      change.source = source
      return try change.record()
    }
  }
}
