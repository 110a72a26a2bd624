import JudgeAgreement
import JudgeAlignment
import JudgeEvaluation
import JudgeJSON
import JudgeRecords

/// Labelled traces with a judge's verdicts, as the population that draws come from.
struct Population {
  let name: String
  let values: [JSONValue]
  let pass: [JSONValue]
  let order: [Int]
  /// By group, the traces: truth and verdict.
  let groups: [[(truth: Int, said: JudgedLabel)]]
}

/// The real sets with one judge each, and simulated ones.
func populations(_ settings: Settings) async throws -> [Population] {
  var result: [Population] = []
  for (name, judge) in [
    ("nq301", "gpt-4"), ("nq301", "lexical"), ("pandalm", "gpt-3.5-turbo"), ("dices350", "lexical"),
  ] {
    guard let set = try SharedData(name, in: settings.data) else { continue }
    let data = try await set.data(of: judge)
    let codes = LabelledSet.codes(data.set.values)
    let items = Dictionary(grouping: data.items, by: \.groupCode).sorted { $0.key < $1.key }
    result.append(
      Population(
        name: "\(name) \(judge)", values: data.set.values, pass: set.body.pass,
        order: set.body.ordered.compactMap { codes[$0] },
        groups: items.map { _, items in
          items.map { item in
            (
              item.truth,
              item.example.feedback.value.flatMap { codes[$0] }.map { .label($0) } ?? .error
            )
          }
        }))
  }
  for size in [1, 5, 10] {
    for (accuracy, passing) in [(0.8, 0.5), (0.9, 0.8), (0.7, 0.3)] {
      var random = Xoshiro256(seed: UInt64(settings.seed + size))
      func happens(_ share: Double) -> Bool {
        Double(random.index(below: 1_000_000)) < share * 1_000_000
      }
      // Half of the groups are alike inside: one coin for all of a group.
      let groups = (0..<2_000).map { _ in
        let isAlike = happens(0.5)
        let common = (happens(passing), happens(accuracy))
        return (0..<size).map { _ -> (truth: Int, said: JudgedLabel) in
          let (passes, right) = isAlike ? common : (happens(passing), happens(accuracy))
          let truth = passes ? 0 : 1
          return (truth, .label(right ? truth : 1 - truth))
        }
      }
      result.append(
        Population(
          name: "simulated, groups of \(size), accuracy \(accuracy), \(passing) pass",
          values: ["yes", "no"], pass: ["yes"], order: [], groups: groups))
    }
  }
  return result
}

/// Prints the coverage of each interval by the number of its units.
func coverage(_ settings: Settings) async throws {
  say("\n## Coverage of the 95 % intervals, whole groups drawn \(settings.draws) times")
  say("| population | groups | accuracy | TPR | TNR | kappa |\n|---|---|---|---|---|---|")
  var all: [Int: [Double]] = [:]
  for population in try await populations(settings) {
    func figures(_ groups: [[(truth: Int, said: JudgedLabel)]], seed: UInt64) throws -> JudgeFigures
    {
      let items = groups.enumerated().flatMap { place, items in items.map { (place, $0) } }
      return try JudgeFigures(
        items.map { $0.1.said }, truth: items.map { $0.1.truth }, groups: items.map { $0.0 },
        values: population.values, order: population.order, pass: population.pass, seed: seed)
    }
    let whole = try figures(population.groups, seed: 0)
    for count in [10, 20, 30, 50, 100] where count <= population.groups.count {
      // For each figure: intervals that were printed, and those that hold the truth.
      var tallies = [(printed: Int, held: Int)](repeating: (0, 0), count: 4)
      for draw in 0..<settings.draws {
        var random = Xoshiro256(seed: UInt64(settings.seed + draw))
        let drawn = (0..<count).map { _ in
          population.groups[random.index(below: population.groups.count)]
        }
        let found = try figures(drawn, seed: UInt64(draw))
        let pairs: [(ConfidenceInterval?, Double?, Int)] = [
          (found.printed(found.accuracy), whole.accuracy.value, count),
          (found.truePositive.flatMap(found.printed), whole.truePositive?.value, count),
          (found.trueNegative.flatMap(found.printed), whole.trueNegative?.value, count),
          (found.kappaInterval, whole.kappa, count),
        ]
        for (place, (interval, truth, _)) in pairs.enumerated() {
          guard let interval, let truth else { continue }
          tallies[place].printed += 1
          if interval.lower <= truth + 1e-12, truth - 1e-12 <= interval.upper {
            tallies[place].held += 1
          }
        }
      }
      let shares = tallies.map { tally -> String in
        guard tally.printed > settings.draws / 10 else { return "–" }
        let share = Double(tally.held) / Double(tally.printed)
        all[count, default: []].append(share)
        return fixed(share)
      }
      say("| \(population.name) | \(count) | \(shares.joined(separator: " | ")) |")
    }
  }
  for (count, shares) in all.sorted(by: { $0.key < $1.key }) {
    say(
      "| all, mean and least | \(count) | \(fixed(shares.reduce(0, +) / Double(shares.count))) | "
        + "\(fixed(shares.min() ?? 0)) | | |")
  }
}
