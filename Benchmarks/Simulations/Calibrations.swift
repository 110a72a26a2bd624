import JudgeAgreement
import JudgeAlignment
import JudgeJSON
import JudgeRecords
import JudgeScoring

/// Calibration on real labels: mean accuracy of base, of what the decision keeps, and of the
/// calibrated judge without a decision.
func calibrations(_ settings: Settings) async throws {
  say("\n## Calibration on real labels, \(min(20, settings.draws)) draws")
  say(
    "| set, judge, split | n | base | kept | won-lost | by right verdicts, log score | without decision |"
  )
  say("|---|---|---|---|---|---|---|")
  let rows: [(String, [String], [LearningCurve.Draw])] = [
    (
      "llmbar", ["ChatGPT/CoT", "LLaMA2/CoT", "PaLM2/Vanilla", "lexical", "GPT-4/Vanilla"],
      [.grouped]
    ),
    ("nq301", ["lexical"], [.grouped, .random]),
    ("nq301", ["gpt-4", "text-davinci-003"], [.grouped]),
    ("pandalm", ["gpt-3.5-turbo", "lexical"], [.grouped, .random]),
    ("pandalm", ["pandalm-7b"], [.grouped]),
    ("llmbar", ["GPT-4/Vanilla + longer if twice as long", "longer"], [.grouped]),
    (
      "nq301", ["gpt-4 + yes if long", "gpt-4 + yes if a number", "gpt-4 + yes to who"],
      [.grouped]
    ),
    ("pandalm", ["longer"], [.grouped, .random]),
  ]
  for (name, judges, draws) in rows {
    guard settings.only.isEmpty || !settings.judges.isEmpty || true,
      let set = try SharedData(name, in: settings.data)
    else { continue }
    for judge in judges
    where settings.judges.isEmpty || settings.judges.contains("\(name)/\(judge)")
      || settings.judges.contains(name)
    {
      let data = try await set.data(of: judge)
      let items = Dictionary(
        uniqueKeysWithValues: data.items.map {
          ($0.example.trace.id, CalibrationItem(example: $0.example, judge: data.judge.body))
        })
      for draw in draws {
        for n in settings.sizes where n < data.items.count / 2 {
          var (base, kept, free, won, lost) = (0.0, 0.0, 0.0, 0, 0)
          var by = (0, 0)
          let seeds = min(20, settings.draws)
          for seed in 0..<seeds {
            var generator = Xoshiro256(seed: UInt64(seed))
            let (train, test) = LearningCurve(draw: draw).split(data.items, n: n, using: &generator)
            var options = CalibrationOptions()
            for option in settings.options {
              let pair = option.split(separator: "=").map(String.init)
              if let value = Double(pair[1]) { options.set(pair[0], value) }
            }
            let outcome = CalibrationTrainer(options: options).train(
              train.compactMap { items[$0.example.trace.id] }, values: data.judge.body.values,
              pass: data.judge.body.pass, seed: UInt64(seed))
            func accuracy(_ say: (CalibrationItem) -> JSONValue?) -> Double {
              let right = test.count { one in
                items[one.example.trace.id].map { say($0) == $0.label } ?? false
              }
              return Double(right) / Double(max(1, test.count))
            }
            let before = accuracy { $0.verdict }
            let after =
              outcome.model.map { model in
                accuracy { item in
                  item.verdict.map { model.predict(verdict: $0, features: item.features).value }
                }
              } ?? before
            base += before
            free += after
            kept += outcome.improved ? after : before
            if outcome.improved, after > before { won += 1 }
            if outcome.selection.differenceLower95 > 0 { by.0 += 1 }
            if outcome.selection.logScoreLower95 > 0 { by.1 += 1 }
            if outcome.improved, after < before { lost += 1 }
          }
          func mean(_ sum: Double) -> String { fixed(sum / Double(seeds)) }
          say(
            "| \(name) \(judge) \(draw.rawValue) | \(n) | \(mean(base)) | \(mean(kept)) | "
              + "\(won)-\(lost) | \(by.0), \(by.1) | \(mean(free)) |")
        }
      }
    }
  }
}

/// Three decimals.
func fixed(_ value: Double) -> String {
  let scaled = Int((value * 1000).rounded())
  let digits = String(abs(scaled) % 1000)
  return (scaled < 0 ? "-" : "") + "\(abs(scaled) / 1000)."
    + String(repeating: "0", count: 3 - digits.count) + digits
}

extension CalibrationOptions {
  /// Changes an option by name, to measure another choice.
  mutating func set(_ name: String, _ value: Double) {
    switch name {
    case "folds": folds = Int(value)
    case "repeats": repeats = Int(value)
    case "margin": margin = value
    case "overlap": overlap = value
    case "level": level = value
    case "prior": verdictPrior = value
    case "precision": verdictPenalty = value
    case "byverdict": scoresByVerdict = value > 0
    case "words": readsWords = value > 0
    case "wordvariance": wordVariance = value
    case "lengthfirst": richnessPrior = value
    default: break
    }
  }
}

/// Calibration on labels that are coins, on the texts and verdicts of real sets.
func calibrationNulls(_ settings: Settings) async throws {
  say("\n## Calibration on labels without signal, texts and verdicts of real sets")
  say(
    "| set, judge, split | n | adopted | by right verdicts | by log score |\n|---|---|---|---|---|")
  var total = (0, 0)
  for (name, judge, draw) in [
    ("llmbar", "ChatGPT/CoT", LearningCurve.Draw.grouped), ("llmbar", "GPT-4/Vanilla", .random),
    ("nq301", "lexical", .grouped), ("nq301", "gpt-4", .random),
    ("pandalm", "gpt-3.5-turbo", .grouped), ("pandalm", "lexical", .random),
  ] {
    guard let set = try SharedData(name, in: settings.data) else { continue }
    let data = try await set.data(of: judge)
    let items = Dictionary(
      uniqueKeysWithValues: data.items.map {
        ($0.example.trace.id, CalibrationItem(example: $0.example, judge: data.judge.body))
      })
    for n in settings.sizes where n < data.items.count / 2 {
      var adopted = (0, 0, 0)
      for seed in 0..<settings.draws {
        var generator = Xoshiro256(seed: UInt64(settings.seed + seed))
        let (train, _) = LearningCurve(draw: draw).split(data.items, n: n, using: &generator)
        var options = CalibrationOptions()
        for option in settings.options {
          let pair = option.split(separator: "=").map(String.init)
          if let value = Double(pair[1]) { options.set(pair[0], value) }
        }
        let values = data.judge.body.values
        // A coin, or the verdict with errors that nothing tells.
        func label(_ item: CalibrationItem) -> JSONValue {
          let point = Double(generator.index(below: 1000))
          guard let first = settings.trust.first, let last = settings.trust.last, first > 0,
            let verdict = item.verdict
          else {
            return values[generator.index(below: values.count)]
          }
          let isRight = point < (verdict == values.first ? first : last) * 1000
          let others = values.filter { $0 != verdict }
          return isRight ? verdict : others[generator.index(below: others.count)]
        }
        let made = train.compactMap { one -> CalibrationItem? in
          guard let item = items[one.example.trace.id] else { return nil }
          return CalibrationItem(
            verdict: item.verdict, features: item.features,
            label: label(item), group: item.group)
        }
        let outcome = CalibrationTrainer(options: options).train(
          made, values: values, pass: data.judge.body.pass, seed: UInt64(seed))
        guard outcome.improved else { continue }
        adopted.0 += 1
        if outcome.selection.differenceLower95 > 0 { adopted.1 += 1 }
        if outcome.selection.logScoreLower95 > 0 { adopted.2 += 1 }
      }
      total = (total.0 + adopted.0, total.1 + settings.draws)
      say(
        "| \(name) \(judge) \(draw.rawValue) | \(n) | \(adopted.0)/\(settings.draws) | "
          + "\(adopted.1) | \(adopted.2) |")
    }
  }
  say("| all | | \(total.0)/\(total.1) | | |")
}
