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
  /// The name of the populations that it is averaged with in the summary.
  let kind: String
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
        name: "\(name) \(judge)", kind: "\(name) \(judge)", values: data.set.values,
        pass: set.body.pass,
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
  /// 1, 2, 4, 8, 16 or 32, each half as often as the one before: a few large groups.
  case doubling
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
    case .doubling:
      var size = 1
      while size < 32, random.unit() >= 0.5 { size *= 2 }
      return size
    case .giant: return random.index(below: 30) == 0 ? 29 : 1
    }
  }
}

/// A population of 2,000 groups.
///
/// In a share of the groups all traces are alike: one label, and both judges say one thing each.
/// With 50/50 % and with three values, the other judge is right in 15 % of the traces less often,
/// and independently. Otherwise it is right as often, and mostly on the same traces.
func simulated(
  _ size: GroupSize, _ shares: [Double], accuracy: Double, alike: Double, seed: UInt64
) -> Population {
  var random = Xoshiro256(seed: seed &+ UInt64(size.rawValue.utf8.reduce(0) { $0 + Int($1) }))
  let isWorse = shares[0] == 0.5 || shares[0] == 0.4
  func one() -> JudgedCase {
    let point = random.unit()
    var sum = 0.0
    let truth = shares.firstIndex { share in
      sum += share
      return point < sum
    }
    let label = truth ?? shares.count - 1
    func verdict(_ accuracy: Double) -> JudgedLabel {
      guard random.unit() >= accuracy else { return .label(label) }
      let other = random.index(below: shares.count - 1)
      return .label(other < label ? other : other + 1)
    }
    let said = verdict(accuracy)
    if isWorse {
      return JudgedCase(truth: label, said: said, other: verdict(accuracy - 0.15))
    }
    return JudgedCase(
      truth: label, said: said, other: random.unit() < 0.5 ? said : verdict(accuracy))
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
    kind: "groups of \(size.rawValue)", values: shares.indices.map { .string("v\($0)") },
    pass: isOrdered ? [] : ["v0"],
    order: isOrdered ? Array(shares.indices) : [], groups: groups)
}

/// Prints the coverage of each interval by the number of its units.
///
/// From 30 groups on, TPR and TNR count in a draw if at least 30 groups have such a trace, because
/// these are their units. With fewer groups they count if they are printed.
func coverage(_ settings: Settings) async throws {
  say("\n## Coverage of the 95 % intervals, whole groups drawn \(settings.draws) times")
  let figures = ["accuracy", "TPR", "TNR", "kappa", "weighted kappa", "difference"]
  let head =
    "groups | \(figures.joined(separator: " | ")) |\n|---|---|---|---|---|---|---|---|"
  say("| population | \(head)")
  var cells: [CoverageCell] = []
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
      func rate(_ share: ClusteredProportion?) -> (ConfidenceInterval?, Double?) {
        guard let share else { return (nil, nil) }
        let isCounted = groups.count < 30 || share.groups >= 30
        return (isCounted ? found.printed(share) : nil, share.value)
      }
      return [
        (found.printed(found.accuracy), found.accuracy.value),
        rate(found.truePositive), rate(found.trueNegative),
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
        // Of fewer intervals the share says little.
        guard tally.printed >= settings.draws / 2 else {
          row.append("–")
          continue
        }
        let share = Double(tally.held) / Double(tally.printed)
        cells.append(
          CoverageCell(kind: population.kind, count: count, figure: place, coverage: share))
        row.append(fixed(share))
      }
      say("| \(population.name) | \(count) | \(row.joined(separator: " | ")) |")
    }
  }
  say("\n| populations, mean (least) | \(head)")
  var kinds: [String] = []
  for cell in cells where !kinds.contains(cell.kind) { kinds.append(cell.kind) }
  for kind in kinds + ["all"] {
    for count in settings.units {
      let row = figures.indices.map { figure in
        CoverageCell.summary(
          cells.filter {
            (kind == "all" || $0.kind == kind) && $0.count == count && $0.figure == figure
          })
      }
      guard row.contains(where: { $0 != "–" }) else { continue }
      say("| \(kind) | \(count) | \(row.joined(separator: " | ")) |")
    }
  }
  let many = cells.filter { $0.count >= 30 }
  say(
    "\nFrom 30 groups on: \(many.count) cells, mean and least \(CoverageCell.summary(many)), "
      + "\(many.count { $0.coverage < 0.92 }) below 0.92, "
      + "\(many.count { $0.coverage > 0.985 }) above 0.985")
}

/// How often the intervals of one figure held, for one population and number of groups.
private struct CoverageCell {
  let kind: String
  let count: Int
  let figure: Int
  let coverage: Double

  /// The mean, and the least of several in parentheses.
  static func summary(_ cells: [CoverageCell]) -> String {
    let shares = cells.map(\.coverage)
    guard let least = shares.min() else { return "–" }
    let mean = fixed(shares.reduce(0, +) / Double(shares.count))
    return shares.count == 1 ? mean : "\(mean) (\(fixed(least)))"
  }
}
