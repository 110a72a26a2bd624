import JudgeAgreement
import JudgeAlignment
import JudgeEvaluation
import JudgeJSON
import JudgeRecords

/// A labelled trace with the verdicts of a judge and of another one.
struct JudgedCase {
  var truth: Int
  var said: JudgedLabel
  var other = JudgedLabel.missing
}

/// Labelled traces with a judge's verdicts, as the population that draws come from.
struct Population {
  let name: String
  let values: [JSONValue]
  let pass: [JSONValue]
  let order: [Int]
  /// By group, the traces.
  let groups: [[JudgedCase]]
}

/// The real sets with one judge each, beside another one, and simulated ones.
func populations(_ settings: Settings) async throws -> [Population] {
  var result: [Population] = []
  for (name, judge, other) in [
    ("nq301", "gpt-4", "text-davinci-003"), ("nq301", "lexical", "gpt-4"),
    ("pandalm", "gpt-3.5-turbo", "pandalm-7b"), ("dices350", "lexical", nil),
    ("llmbar", "GPT-4/Vanilla", "ChatGPT/CoT"),
  ] as [(String, String, String?)] {
    guard let set = try SharedData(name, in: settings.data) else { continue }
    let data = try await set.data(of: judge)
    let codes = LabelledSet.codes(data.set.values)
    func said(_ data: AlignmentData) -> [String: JudgedLabel] {
      Dictionary(
        uniqueKeysWithValues: data.items.map { item in
          (
            item.example.trace.id,
            item.example.feedback.value.flatMap { codes[$0] }.map { .label($0) } ?? .error
          )
        })
    }
    let own = said(data)
    var others: [String: JudgedLabel] = [:]
    if let other { others = said(try await set.data(of: other)) }
    let items = Dictionary(grouping: data.items, by: \.groupCode).sorted { $0.key < $1.key }
    result.append(
      Population(
        name: "\(name) \(judge)", values: data.set.values, pass: set.body.pass,
        order: set.body.ordered.compactMap { codes[$0] },
        groups: items.map { _, items in
          items.map { item in
            let id = item.example.trace.id
            return JudgedCase(
              truth: item.truth, said: own[id] ?? .missing, other: others[id] ?? .missing)
          }
        }))
  }
  for size in GroupSize.allCases {
    for shares in [[0.5, 0.5], [0.8, 0.2], [0.3, 0.7], [0.95, 0.05], [0.4, 0.35, 0.25]] {
      for (accuracy, alike) in [(0.8, 0.5), (0.9, 1), (0.98, 0.2), (0.7, 0.0)]
      where size != .one || alike == 0.5 || alike == 0.2 {
        result.append(
          simulated(size, shares, accuracy: accuracy, alike: alike, seed: UInt64(settings.seed)))
      }
    }
  }
  return result
}

/// How many traces a group has.
enum GroupSize: String, CaseIterable {
  case one = "1"
  case five = "5"
  case ten = "10"
  /// Geometric with mean 3.
  case uneven
  /// One of 30 groups has as many traces as the others together.
  case giant

  func draw(_ random: inout Xoshiro256) -> Int {
    switch self {
    case .one: return 1
    case .five: return 5
    case .ten: return 10
    case .uneven:
      var size = 1
      while random.unit() > 1 / 3.0 { size += 1 }
      return size
    case .giant: return random.index(below: 30) == 0 ? 29 : 1
    }
  }
}

/// A population of 2,000 groups.
///
/// In a share of the groups all traces are alike: one label, and both judges say one thing each.
/// The other judge is right about as often, and mostly on the same traces.
func simulated(
  _ size: GroupSize, _ shares: [Double], accuracy: Double, alike: Double, seed: UInt64
) -> Population {
  var random = Xoshiro256(seed: seed &+ UInt64(size.rawValue.utf8.reduce(0) { $0 + Int($1) }))
  func one() -> JudgedCase {
    let point = random.unit()
    var sum = 0.0
    let truth = shares.firstIndex { share in
      sum += share
      return point < sum
    }
    let label = truth ?? shares.count - 1
    func verdict() -> JudgedLabel {
      guard random.unit() >= accuracy else { return .label(label) }
      let other = random.index(below: shares.count - 1)
      return .label(other < label ? other : other + 1)
    }
    let said = verdict()
    return JudgedCase(truth: label, said: said, other: random.unit() < 0.5 ? said : verdict())
  }
  let groups = (0..<2_000).map { _ in
    let isAlike = random.unit() < alike
    let common = one()
    return (0..<size.draw(&random)).map { _ in isAlike ? common : one() }
  }
  let isOrdered = shares.count > 2
  let texts = shares.map { "\(Int($0 * 100))" }.joined(separator: "/")
  return Population(
    name: "simulated, groups of \(size.rawValue), \(alike) alike, right \(accuracy), \(texts) %",
    values: shares.indices.map { .string("v\($0)") }, pass: isOrdered ? [] : ["v0"],
    order: isOrdered ? Array(shares.indices) : [], groups: groups)
}

/// Prints the coverage of each interval by the number of its units.
func coverage(_ settings: Settings) async throws {
  say("\n## Coverage of the 95 % intervals, whole groups drawn \(settings.draws) times")
  let figures = ["accuracy", "TPR", "TNR", "kappa", "weighted kappa", "difference"]
  say(
    "| population | groups | \(figures.joined(separator: " | ")) |\n|---|---|---|---|---|---|---|---|"
  )
  // By figure and number of units: the coverages.
  var all: [Int: [[Double]]] = [:]
  for population in try await populations(settings) {
    func measured(_ groups: [[JudgedCase]], seed: UInt64, isWhole: Bool = false) throws -> [(
      ConfidenceInterval?, Double?
    )] {
      let items = groups.enumerated().flatMap { place, items in items.map { (place, $0) } }
      let found = try JudgeFigures(
        items.map { $0.1.said }, truth: items.map { $0.1.truth },
        groups: isWhole ? items.indices.map { _ in 0 } : items.map { $0.0 },
        values: population.values, order: population.order, pass: population.pass, seed: seed)
      let pairs = try PairedFigures(
        base: items.map { $0.1.other }, candidate: items.map { $0.1.said },
        truth: items.map { $0.1.truth }, groups: items.map { $0.0 })
      return [
        (found.printed(found.accuracy), found.accuracy.value),
        (found.truePositive.flatMap(found.printed), found.truePositive?.value),
        (found.trueNegative.flatMap(found.printed), found.trueNegative?.value),
        (found.kappaInterval, found.kappa), (found.weightedKappaInterval, found.weightedKappa),
        (pairs.differenceInterval, pairs.outcomes.difference),
      ]
    }
    // Of the whole population no interval is needed: as one group it has none.
    let whole = try measured(population.groups, seed: 0, isWhole: true)
    for count in settings.units where count <= population.groups.count {
      // For each figure: intervals that were printed, and those that hold the truth.
      var tallies = [(printed: Int, held: Int)](repeating: (0, 0), count: figures.count)
      for draw in 0..<settings.draws {
        var random = Xoshiro256(seed: UInt64(settings.seed + draw))
        let drawn = (0..<count).map { _ in
          population.groups[random.index(below: population.groups.count)]
        }
        for (place, found) in try measured(drawn, seed: UInt64(draw)).enumerated() {
          guard let interval = found.0, let truth = whole[place].1 else { continue }
          tallies[place].printed += 1
          if interval.lower <= truth + 1e-12, truth - 1e-12 <= interval.upper {
            tallies[place].held += 1
          }
        }
      }
      var row: [String] = []
      for (place, tally) in tallies.enumerated() {
        guard tally.printed > settings.draws / 10 else {
          row.append("–")
          continue
        }
        let share = Double(tally.held) / Double(tally.printed)
        all[count, default: figures.map { _ in [] }][place].append(share)
        row.append(fixed(share))
      }
      say("| \(population.name) | \(count) | \(row.joined(separator: " | ")) |")
    }
  }
  for (count, found) in all.sorted(by: { $0.key < $1.key }) {
    let cells = found.map { shares -> String in
      guard !shares.isEmpty else { return "–" }
      let mean = shares.reduce(0, +) / Double(shares.count)
      return "\(fixed(mean)), least \(fixed(shares.min() ?? 0))"
    }
    say("| all, mean and least | \(count) | \(cells.joined(separator: " | ")) |")
  }
}
