import JudgeAgreement
import JudgeScoring

/// The rollouts of one example, sorted from best to worst: a pure value.
struct TrajectoryBucket: Sendable {
  /// One rollout: its program, its draw, and whether people agree with the verdict.
  struct Run: Sendable {
    /// The index of the program in the pool.
    let program: Int
    /// The number of the draw.
    let draw: Int
    /// 1 if people agree, else 0.
    let score: Double
  }

  /// The index of the example in the batch.
  let example: Int
  /// The runs, best first.
  let runs: [Run]

  /// Sorts the runs of an example; equal ones stay in order.
  init(example: Int, runs: [Run]) {
    self.example = example
    self.runs = runs.enumerated().sorted {
      ($1.element.score, $0.offset) < ($0.element.score, $1.offset)
    }.map(\.element)
  }

  /// The score of the best run.
  var best: Double { runs.first?.score ?? 0 }
  /// The score of the worst run.
  var worst: Double { runs.last?.score ?? 0 }
  /// The mean score.
  var mean: Double { runs.isEmpty ? 0 : runs.reduce(0) { $0 + $1.score } / Double(runs.count) }

  /// Sorts buckets by variability as in SIMBA: by the gap between best and worst, then by the best,
  /// then by the distance of the best above the mean.
  ///
  /// Among examples without a gap, those on which every run failed come first, because people's
  /// label shows the right answer. Examples that every run got right teach nothing and are left
  /// out.
  static func order(_ buckets: [TrajectoryBucket]) -> [TrajectoryBucket] {
    buckets.filter { $0.worst < 1 }.sorted { left, right in
      let keys = [left, right].map { ($0.best - $0.worst, $0.best, $0.best - $0.mean) }
      return keys[0] != keys[1] ? keys[0] > keys[1] : left.example < right.example
    }
  }
}

/// Random draws in proportion to exp(score / temperature).
enum Softmax {
  /// Draws an index.
  ///
  /// - Parameters:
  ///   - scores: one score per index.
  ///   - temperature: the temperature, above 0; the lower, the more often the best is drawn.
  ///   - generator: the source of randomness.
  /// - Returns: an index, or 0 if there are no scores.
  static func draw(
    _ scores: [Double], temperature: Double, using generator: inout Xoshiro256
  ) -> Int {
    guard let top = scores.max() else { return 0 }
    let weights = scores.map { PortableMath.exp(($0 - top) / temperature) }
    var place = generator.unit() * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      place -= weight
      if place < 0 { return index }
    }
    return max(0, scores.count - 1)
  }
}
