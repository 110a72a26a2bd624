package import JudgeAgreement
import JudgeEvaluation
import JudgeRecords
import JudgeScoring
public import JudgeWork

extension LearningCurve {
  /// Measures one size: draws n labels and tests on all other labelled traces (at most 500).
  ///
  /// - Parameters:
  ///   - n: the number of labels to draw; grouped draws take whole groups until n is reached.
  ///   - seeds: the number of draws, with the seeds 0, 1, 2, ….
  ///   - data: the labelled traces.
  ///   - optimizer: the optimizer.
  ///   - context: the context that makes the aligned judges.
  ///   - progress: called after each seed with the number done.
  /// - Returns: the gains.
  /// - Throws: `JudgeFailure` if n leaves nothing to learn from or to test on.
  public func measure(
    n: Int, seeds: Int, data: AlignmentData, optimizer: any AlignmentOptimizer,
    context: AlignmentContext = AlignmentContext(), progress: ((Int) -> Void)? = nil
  ) async throws(JudgeFailure) -> Size {
    try check(sizes: [n], seeds: seeds, data: data)
    let pool = pool(of: data)
    var results: [(base: Double, aligned: Double)] = []
    for seed in 0..<seeds {
      var generator = Xoshiro256(seed: UInt64(seed))
      let (train, test) = split(pool, n: n, using: &generator)
      results.append(
        try await accuracy(
          train, test, data, optimizer, seed: UInt64(seed), context))
      progress?(seed + 1)
    }
    return Size(n: n, seeds: results)
  }

  /// Checks the arguments, before any held-out trace is used.
  ///
  /// - Parameters:
  ///   - sizes: the numbers of labels to draw.
  ///   - seeds: the number of draws at each size.
  ///   - data: the labelled traces.
  /// - Throws: `JudgeFailure` for a size that leaves nothing to learn from or to test on.
  public func check(sizes: [Int], seeds: Int, data: AlignmentData) throws(JudgeFailure) {
    let pool = pool(of: data)
    guard seeds > 0 else {
      throw JudgeFailure(.failed, "\(seeds) seeds measure nothing", remedy: "ask for at least 1")
    }
    for n in sizes where n <= 0 || n >= pool.count {
      throw JudgeFailure(
        .tooFewLabels,
        "a size of \(n) leaves nothing to learn from or to test on: there are \(pool.count) "
          + "usable labelled traces",
        remedy: "ask for sizes from 1 to \(max(1, pool.count - 1))")
    }
    guard draw == .random || Set(pool.map(\.groupCode)).count > 1 else {
      throw JudgeFailure(
        .tooFewLabels, "the \(pool.count) usable labelled traces are all of one group",
        remedy: .supply(.split, "random", to: "draw single traces"))
    }
  }

  /// Returns the items to draw from and to test on.
  private func pool(of data: AlignmentData) -> [AlignmentData.Item] {
    trainOnly ? data.items(in: .train, .validation) : data.items
  }

  /// Returns the drawn labels and the items to test on.
  package func split(
    _ pool: [AlignmentData.Item], n: Int, using generator: inout Xoshiro256
  ) -> (train: [AlignmentData.Item], test: [AlignmentData.Item]) {
    let order = generator.permutation(of: pool.count)
    if draw == .random {
      let test = order.dropFirst(n).prefix(Self.maximumTest)
      return (order.prefix(n).sorted().map { pool[$0] }, test.sorted().map { pool[$0] })
    }
    // Groups in the order in which the shuffle meets them; the last one may overshoot n.
    var drawn = Set<Int>()
    var count = 0
    let sizes = Dictionary(grouping: pool, by: \.groupCode).mapValues(\.count)
    for index in order where count < n {
      let group = pool[index].groupCode
      let size = sizes[group] ?? 0
      if drawn.contains(group) || count + size >= pool.count { continue }
      drawn.insert(group)
      count += size
    }
    let rest = order.filter { !drawn.contains(pool[$0].groupCode) }.prefix(Self.maximumTest)
    return (
      pool.filter { drawn.contains($0.groupCode) }, rest.sorted().map { pool[$0] }
    )
  }

  private func accuracy(
    _ train: [AlignmentData.Item], _ test: [AlignmentData.Item], _ data: AlignmentData,
    _ optimizer: any AlignmentOptimizer, seed: UInt64, _ context: AlignmentContext
  ) async throws(JudgeFailure) -> (base: Double, aligned: Double) {
    let base = share(data.codes(test.map(\.example.feedback)), test)
    // As in an alignment, the validation part is cut from the drawn items, by whole groups.
    let name = data.set.feedbackName
    let parts = FitParts(
      train: train.filter { !HeldOutSplit.validates(group: $0.example.group, feedbackName: name) },
      validation: train.filter {
        HeldOutSplit.validates(group: $0.example.group, feedbackName: name)
      })
    let shown = optimizer.selection == .crossValidation ? train : parts.train
    guard Set(shown.map(\.truth)).count > 1 else { return (base, base) }
    var context = context
    context.seed = seed
    let fitted = try await data.fit(optimizer, parts, context: context, options: FitOptions())
    guard fitted.improved else { return (base, base) }
    let said = try await data.verdicts(of: fitted.body, on: test, context)
    return (base, share(data.codes(said), test))
  }

  private func share(_ verdicts: [JudgedLabel], _ items: [AlignmentData.Item]) -> Double {
    let right = zip(verdicts, items).count { $0 == .label($1.truth) }
    return items.isEmpty ? 0 : Double(right) / Double(items.count)
  }
}
