import JudgeAgreement
import JudgeRecords

/// The state of a climb: the pool of programs, the winners so far, the order of examples.
struct SIMBAState: Sendable {
  /// The programs, which are judge bodies, the base first.
  private(set) var pool: [JudgeBody]
  /// The scores of each program on the batches that it was tried on.
  private var scores: [[Double]]
  /// The best program of each step, the base first.
  private var winners: [Int] = [0]
  /// Notes on problems.
  var notes: [String] = []
  /// The source of randomness.
  var generator: Xoshiro256
  private var order: [Int] = []
  private let count: Int

  /// Starts with the base.
  init(base: JudgeBody, seed: UInt64, count: Int) {
    pool = [base]
    scores = [[]]
    generator = Xoshiro256(seed: seed)
    self.count = count
  }

  /// Returns the next examples in a shuffled order.
  ///
  /// If too few are left, the order is shuffled again.
  mutating func nextBatch(of examples: [AlignmentExample], size: Int) -> [AlignmentExample] {
    let size = min(max(1, size), count)
    if order.count < size { order = generator.permutation(of: count) }
    defer { order.removeFirst(size) }
    return order.prefix(size).map { examples[$0] }
  }

  /// Returns the mean score of a program, or 0 if it was never tried.
  func mean(_ program: Int) -> Double {
    let list = scores[program]
    return list.isEmpty ? 0 : list.reduce(0, +) / Double(list.count)
  }

  /// Draws one of the best few programs and the base; a better program is more likely.
  mutating func drawProgram(best limit: Int) -> Int {
    var choice = pool.indices.sorted { (mean($1), $0) < (mean($0), $1) }.prefix(limit).sorted()
    if !choice.contains(0) { choice[choice.count - 1] = 0 }
    let place = Softmax.draw(
      choice.map(mean), temperature: SIMBA.programTemperature, using: &generator)
    return choice[place]
  }

  /// Adds the programs of a step with their mean scores.
  mutating func add(_ bodies: [JudgeBody], scores means: [Double]) {
    let start = pool.count
    pool += bodies
    scores += means.map { [$0] }
    if let best = means.indices.max(by: { (means[$0], -$0) < (means[$1], -$1) }) {
      winners.append(start + best)
    }
  }

  /// Adds the score of a program in rollouts.
  mutating func note(_ score: Double, of program: Int) { scores[program].append(score) }

  /// Returns the base and evenly spaced winners, each once, in order.
  func finalists(_ limit: Int) -> [JudgeBody] {
    var seen = Set<Int>()
    let chosen = (0..<limit).map { place in
      limit < 2 ? 0 : (place * (winners.count - 1) + (limit - 1) / 2) / (limit - 1)
    }
    return chosen.filter { seen.insert($0).inserted }.map { pool[winners[$0]] }
  }
}
