import JudgeAgreement
import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeScoring
import JudgeWork

/// The calls of a step: rollouts, rules, and scores, each in one wave.
struct SIMBAClimb: Sendable {
  let simba: SIMBA
  let judge: any Judge
  let model: any ChatModel
  let context: AlignmentContext

  /// Draws answers to each example of a batch, from programs of the pool.
  ///
  /// - Returns: the examples' buckets, and the verdicts by draw and example.
  func rollouts(
    _ batch: [AlignmentExample], step: Int, state: inout SIMBAState
  ) async throws(JudgeFailure) -> ([TrajectoryBucket], [[Feedback]]) {
    var programs: [[Int]] = []
    for _ in 0..<simba.candidates {
      programs.append(batch.map { _ in state.drawProgram(best: simba.candidates) })
    }
    let pool = state.pool
    let (chosen, draws) = (programs, simba.candidates)
    let said = try await Wave.run(draws) { draw throws(JudgeFailure) -> [Feedback] in
      let drawn = context.sampling(
        temperature: simba.rolloutTemperature, sample: step * draws + draw)
      return try await Wave.run(batch.count, width: context.concurrency) {
        place throws(JudgeFailure) -> Feedback in
        let feedback = try await drawn.judge(pool[chosen[draw][place]])
          .feedback(on: batch[place].trace)
        try JudgeFailure.check([feedback])
        return feedback
      }
    }
    let buckets = batch.indices.map { place in
      TrajectoryBucket(
        example: place,
        runs: (0..<draws).map { draw in
          TrajectoryBucket.Run(
            program: chosen[draw][place], draw: draw,
            score: said[draw][place].value == batch[place].label ? 1 : 0)
        })
    }
    for bucket in buckets {
      for run in bucket.runs { state.note(run.score, of: run.program) }
    }
    return (buckets, said)
  }

  /// Makes candidates: a program of the pool with an additional case or rule.
  ///
  /// - Returns: candidates that differ from existing programs, up to the step's number.
  func candidates(
    _ batch: [AlignmentExample], _ buckets: [TrajectoryBucket], _ said: [[Feedback]], step: Int,
    state: inout SIMBAState
  ) async throws(JudgeFailure) -> [JudgeBody] {
    var plans: [(body: JudgeBody, bucket: TrajectoryBucket, isRule: Bool)] = []
    for bucket in TrajectoryBucket.order(buckets).prefix(simba.candidates) {
      var body = state.pool[state.drawProgram(best: simba.candidates)]
      body.dropDemos(limit: simba.maxDemos, using: &state.generator)
      plans.append((body, bucket, state.generator.index(below: 2) == 0))
    }
    let all = plans
    let rules = try await Wave.run(all.count, width: context.concurrency) {
      place throws(JudgeFailure) -> Result<String, JudgeFailure>? in
      guard all[place].isRule else { return nil }
      do throws(JudgeFailure) {
        return .success(
          try await rule(
            for: batch[all[place].bucket.example], all[place].bucket, said,
            body: all[place].body, sample: step))
      } catch {
        guard error.code == .failed else { throw error }
        return .failure(error)
      }
    }
    var made: [JudgeBody] = []
    for (plan, rule) in zip(plans, rules) {
      let example = batch[plan.bucket.example]
      var body = plan.body
      switch rule {
      case .success(let text)?:
        guard !body.guidelines.contains(where: { GuidelineText.isSame($0.text, text) }) else {
          continue
        }
        body.guidelines.append(
          Guideline(text: text, labels: example.labelIDs, traces: [example.trace.id]))
        context.say("rule: \(text)", isDetail: true)
      case .failure(let error)?:
        state.notes.append("a reflection failed: \(error.message)")
        continue
      case nil:
        guard !body.examples.contains(.object(example.episode.example)) else { continue }
        body.examples.append(.object(example.episode.example))
      }
      if !made.contains(body), !state.pool.contains(body) { made.append(body) }
    }
    return made
  }

  /// Returns a rule that would have made the worse answer right.
  private func rule(
    for example: AlignmentExample, _ bucket: TrajectoryBucket, _ said: [[Feedback]],
    body: JudgeBody, sample: Int
  ) async throws(JudgeFailure) -> String {
    var shown: [Feedback] = []
    if let worst = bucket.runs.last { shown.append(said[worst.draw][bucket.example]) }
    if let best = bucket.runs.first, bucket.best > bucket.worst {
      shown.insert(said[best.draw][bucket.example], at: 0)
    }
    let answer = try await Reflection(model: model).object(
      RulePrompt(body: body, example: example, said: shown).text,
      schema: ["rule": ["type": "string"]], needing: "rule", sample: sample)
    let text = (answer["rule"]?.stringValue ?? "").split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    guard !text.isEmpty else { throw JudgeFailure(.failed, "the model wrote no rule") }
    return text
  }

  /// Returns the mean score of each body on some examples, all asked in one wave.
  func means(
    of bodies: [JudgeBody], on examples: [AlignmentExample]
  ) async throws(JudgeFailure) -> [Double] {
    let scores = try await Wave.run(bodies.count) { place throws(JudgeFailure) -> [Double] in
      try await context.scores(of: bodies[place], on: examples)
    }
    return scores.map { $0.reduce(0, +) / Double(max(1, $0.count)) }
  }
}

extension JudgeBody {
  /// Drops some of the cases that a prompt shows; the more cases, the more are dropped.
  ///
  /// As in SIMBA: a Poisson draw with mean n / limit, at least one if there are `limit`.
  mutating func dropDemos(limit: Int, using generator: inout Xoshiro256) {
    let demos = examples.indices.filter { Episode(examples[$0]) != nil }
    guard !demos.isEmpty, limit > 0, retrieval == nil else { return }
    var count = generator.poisson(mean: Double(demos.count) / Double(limit))
    if demos.count >= limit { count = max(1, count) }
    let order = generator.permutation(of: demos.count).prefix(count).map { demos[$0] }
    for place in order.sorted(by: >) { examples.remove(at: place) }
  }
}
