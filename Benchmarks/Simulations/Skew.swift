import JudgeAgreement
import JudgeAlignment
import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeWork
import SimulatedModel

/// Rare labels and a coin as base: constant judges must not be proved better, skilled ones should.
func skewed(_ settings: Settings) async throws {
  say("\n## One label prevails, the base is a coin; 200 labels, \(settings.draws) draws")
  say("| pass | constant | calibration | of these constant | skilled judge (TPR .97, TNR .85) |")
  say("|---|---|---|---|---|")
  for percent in [2, 5, 10, 20, 50, 80, 90, 95, 98] {
    var (constant, calibrated, calibratedConstant, skilled) = (0, 0, 0, 0)
    for draw in 0..<settings.draws {
      var random = Xoshiro256(seed: UInt64(settings.seed + 1000 * percent + draw))
      func happens(_ share: Int) -> Bool { random.index(below: 100) < share }
      let labels = (0..<200).map { _ in happens(percent) }
      var traces = Draws.recorded(labels, base: labels.map { _ in happens(50) }, seed: draw)
      for place in traces.indices {
        // Texts of varying length, so that a calibration has something to look at.
        let words = 3 + random.index(below: 40)
        traces[place].outputs = .string(
          (0..<words).map { _ in "word\(random.index(below: 300))" }.joined(separator: " "))
        let skill = labels[place] ? happens(97) : !happens(85)
        for (source, said) in [("constant", percent >= 50), ("skilled", skill)] {
          traces[place].verdicts.append(
            Feedback(
              name: Draws.name, value: Draws.value(said), rationale: nil,
              source: AssessmentSource(type: .llmJudge, id: source)))
        }
      }
      let data = try await AlignmentData(judge: try Draws.recordedJudge(), traces: traces)
      do {
        if try await data.fit(SwitchingOptimizer(source: "constant")).improved { constant += 1 }
        if try await data.fit(SwitchingOptimizer(source: "skilled")).improved { skilled += 1 }
        let fitted = try await data.fit(CalibrationOptimizer())
        guard fitted.improved else { continue }
        calibrated += 1
        let judge = try ModelRegistry().judge(fitted.body)
        let said = await score(traces, with: judge)
        if Set(said.compactMap(\.value)).count == 1 { calibratedConstant += 1 }
      } catch {
        guard error.code == .oneValue else { throw error }
      }
    }
    say("| \(percent) % | \(constant) | \(calibrated) | \(calibratedConstant) | \(skilled) |")
  }
}

/// The best of four optimizers on labels without signal.
func comparedNull(_ settings: Settings) async throws {
  say("\n## `--compare` of four optimizers on labels without signal, 60 labels")
  say("| group size | adopted |\n|---|---|")
  for size in [1, 5, 10] {
    var adopted = 0
    for draw in 0..<settings.draws {
      let seed = UInt64(settings.seed + draw)
      var options = SimulatedCorpus.Options()
      options.hasSignal = false
      let corpus = SimulatedCorpus(
        rule: .orderNumber, seed: seed, count: 60 / size, options: options)
      let context = SimulatedChat.context(seed: seed)
      let data = try await AlignmentData(
        judge: try Draws.judge(corpus, context), traces: Draws.traces(corpus, groupSize: size))
      var fit = FitOptions()
      fit.candidates = 4
      var optimizers: [any AlignmentOptimizer] = []
      for name in ["memalign", "gepa", "few-shot", "calibration"] {
        if let one = try OptimizerCatalog.optimizer(name) { optimizers.append(one) }
      }
      fit.forcesValidation = !data.decidesAlike(optimizers)
      var improved = false
      for optimizer in optimizers where !improved {
        do {
          improved = try await data.fit(optimizer, context: context, options: fit).improved
        } catch {
          guard [.oneValue, .tooFewLabels].contains(error.code) else { throw error }
        }
      }
      adopted += improved ? 1 : 0
    }
    say("| \(size) | \(adopted)/\(settings.draws) |")
  }
}
