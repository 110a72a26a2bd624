import JudgeAlignment
import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeTestSupport
import JudgeWork
import SimulatedModel

/// What is simulated, and how much of it.
struct Settings {
  var draws = 200
  var seed = 0
  var only: Set<String> = []
  var optimizers = ["memalign", "simba", "gepa", "few-shot", "calibration"]
  var data = "../shared/data"
  var judges: Set<String> = []
  var sizes = [25, 50, 100, 200]
  var units = [10, 20, 30, 50, 100, 300]
  var options: [String] = []
  /// Labels without signal: how often the verdict is right, or 0 for labels that are coins.
  ///
  /// A second number is for verdicts other than the first value.
  var trust = [0.0]
  /// Whether the evidence of each judge that was not adopted is printed.
  var details = false

  func runs(_ section: String) -> Bool { only.isEmpty || only.contains(section) }
}

/// Small starts: how often a judge that is always right is proved better.
func smallStarts(_ settings: Settings) async throws {
  say("\n## Small starts: the base is right in a third, the aligned judge always")
  say("| labels | optimizer | improved | undecided |\n|---|---|---|---|")
  for count in [6, 8, 10, 12, 15, 18, 24, 30] {
    for isIncremental in [true, false] {
      var improved = 0
      var undecided = 0
      for draw in 0..<settings.draws {
        var random = SeededGenerator(seed: UInt64(settings.seed + draw))
        let labels = (0..<count).map { $0 % 2 == 0 }.shuffled(using: &random)
        let right = (0..<count).map { $0 < count / 3 }.shuffled(using: &random)
        let traces = Draws.recorded(
          labels, base: zip(labels, right).map { $1 ? $0 : !$0 }, seed: settings.seed + draw)
        do {
          let data = try await AlignmentData(judge: try Draws.recordedJudge(), traces: traces)
          let fitted = try await data.fit(
            SwitchingOptimizer(source: "right", isIncremental: isIncremental))
          improved += fitted.improved ? 1 : 0
          undecided += fitted.opensTest ? 0 : 1
        } catch let error as JudgeFailure
          where error.code == .oneValue || error.code == .tooFewLabels
        {
          undecided += 1
        }
      }
      say(
        "| \(count) | \(isIncremental ? "memalign-like" : "gepa-like") | "
          + "\(improved)/\(settings.draws) | \(undecided) |")
    }
  }
}

/// Planted rules and labels without signal: how often each optimizer's judge is adopted.
func adopted(_ settings: Settings, hasSignal: Bool) async throws {
  say(hasSignal ? "\n## Planted rules, 50 labels" : "\n## Labels without signal, 60 labels")
  say(
    "| optimizer | rule or group size | adopted | of right ones | new traces: base → kept |\n|---|---|---|---|---|"
  )
  let rules: [PlantedRule] = [.orderNumber, .angryException, .fewSteps, .exclamationQuirk]
  for name in settings.optimizers {
    for place in 0..<(hasSignal ? rules.count : 3) {
      let rule = hasSignal ? rules[place] : .orderNumber
      let size = hasSignal ? 1 : [1, 5, 10][place]
      var adopted = 0
      var right = 0
      var rightAdopted = 0
      var sums = (base: 0.0, kept: 0.0)
      let draws = hasSignal ? min(20, settings.draws) : settings.draws
      for draw in 0..<draws {
        let seed = UInt64(settings.seed + draw)
        var options = SimulatedCorpus.Options()
        options.hasSignal = hasSignal
        let cases = hasSignal ? 50 : 60 / size
        let corpus = SimulatedCorpus(
          rule: rule, seed: seed, count: cases + (hasSignal ? 60 : 0), options: options)
        let context = SimulatedChat.context(seed: seed)
        let all = Draws.traces(corpus, groupSize: size)
        guard let optimizer = try OptimizerCatalog.optimizer(name) else { continue }
        do {
          let judge = try Draws.judge(corpus, context)
          let data = try await AlignmentData(
            judge: judge, traces: Array(all.prefix(cases * size)))
          let fitted = try await data.fit(optimizer, context: context)
          adopted += fitted.improved ? 1 : 0
          guard hasSignal else { continue }
          let unseen = Array(all.dropFirst(cases))
          let made = Array(corpus.traces.dropFirst(cases))
          func accuracy(_ judge: any Judge) async -> Double {
            let said = await score(unseen, with: judge)
            return SimulatedCorpus.accuracy(said.map { $0.value ?? .null }, on: made)
          }
          let base = await accuracy(judge)
          let aligned = await accuracy(try context.registry.judge(fitted.body, defaultModel: nil))
          sums.base += base
          sums.kept += fitted.improved ? aligned : base
          if settings.details, !fitted.improved {
            say(
              "<!-- seed \(seed), accuracy on new traces \(aligned): "
                + "\(fitted.evidence.json.canonicalText) -->")
          }
          if aligned > 0.9 {
            right += 1
            rightAdopted += fitted.improved ? 1 : 0
          }
        } catch let error as JudgeFailure
          where error.code == .oneValue || error.code == .tooFewLabels
        {
          continue
        }
      }
      func mean(_ sum: Double) -> String { "\((sum / Double(draws) * 1000).rounded() / 1000)" }
      say(
        "| \(name) | \(hasSignal ? rule.rawValue : "\(size)") | \(adopted)/\(draws) | "
          + "\(rightAdopted)/\(right) | \(mean(sums.base)) → \(mean(sums.kept)) |")
    }
  }
}
