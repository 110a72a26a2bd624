public import JudgeJSON
import JudgeRecords
public import JudgeWork

/// The built-in optimizers, by name.
public enum OptimizerCatalog {
  /// Their names, the default first.
  public static let names = ["memalign", "simba", "gepa", "few-shot", "calibration"]

  /// Settings that every step may have, in addition to the optimizer's own.
  private static let common: Set<String> = [
    AlignmentStep.Key.refit, AlignmentStep.Key.then, AlignmentStep.Key.minimum,
    AlignmentStep.Key.selection, AlignmentStep.Key.reflection, AlignmentStep.Key.rules,
    AlignmentStep.Key.candidates,
  ]

  /// Makes an optimizer.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - settings: its parameters by name, with the names of MLflow and DSPy.
  /// - Returns: the optimizer, or `nil` if it is not built in.
  /// - Throws: `JudgeFailure` with the name of an unknown parameter or of one with an invalid
  ///   value.
  public static func optimizer(
    _ name: String, settings: JSONObject = [:]
  ) throws(JudgeFailure) -> (any AlignmentOptimizer)? {
    var read = SettingsReader(optimizer: name, settings: settings)
    let made: any AlignmentOptimizer
    switch name {
    case "memalign":
      let base = MemAlign()
      var memory = MemAlign(
        reflectionModel: try read.text("reflection_lm", "model"),
        retrievalCount: try read.int("retrieval_k", in: 1...100) ?? base.retrievalCount,
        embeddingModel: try read.text("embedding_model") ?? base.embeddingModel,
        retrievalFloor: try read.number("retrieval_floor", in: 0...1))
      memory.embeddingDimensions = try read.int("embedding_dim", in: 1...100_000)
      made = memory
    case "simba":
      let base = SIMBA()
      made = SIMBA(
        reflectionModel: try read.text("model", "reflection_lm"),
        batchSize: try read.int("batch_size", in: 1...1000) ?? base.batchSize,
        candidates: try read.int("num_candidates", in: 1...100) ?? base.candidates,
        steps: try read.int("max_steps", in: 0...1000) ?? base.steps,
        maxDemos: try read.int("max_demos", in: 0...100) ?? base.maxDemos,
        rolloutTemperature: try read.number("rollout_temperature", in: 0...2)
          ?? base.rolloutTemperature)
    case "gepa":
      let base = GEPA()
      made = GEPA(
        reflectionModel: try read.text("model", "reflection_lm"),
        maxMetricCalls: try read.int("max_metric_calls", in: 1...1_000_000),
        minibatch: try read.int("minibatch", in: 1...100) ?? base.minibatch)
    case "few-shot":
      let base = FewShot()
      made = FewShot(
        candidates: try read.int("candidates", in: 1...100) ?? base.candidates,
        trials: try read.int("trials", in: 1...10_000) ?? base.trials)
    case "calibration": made = CalibrationOptimizer()
    default: return nil
    }
    try read.checkAllRead(besides: common)
    return made
  }
}

/// Reads parameters and remembers their names.
private struct SettingsReader {
  let optimizer: String
  let settings: JSONObject
  private var read: Set<String> = []

  init(optimizer: String, settings: JSONObject) {
    self.optimizer = optimizer
    self.settings = settings
  }

  mutating func text(_ names: String...) throws(JudgeFailure) -> String? {
    var found: String?
    for name in names {
      read.insert(name)
      guard let value = settings[name] else { continue }
      guard let text = value.stringValue, !text.isEmpty else { throw wrong(name, "a text") }
      found = found ?? text
    }
    return found
  }

  mutating func int(
    _ name: String, in range: ClosedRange<Int>
  ) throws(JudgeFailure) -> Int? {
    try value(name, in: range, "a whole number", \.intValue)
  }

  mutating func number(
    _ name: String, in range: ClosedRange<Double>
  ) throws(JudgeFailure) -> Double? {
    try value(name, in: range, "a number", \.doubleValue)
  }

  private mutating func value<Value: Comparable>(
    _ name: String, in range: ClosedRange<Value>, _ what: String, _ read: (JSONValue) -> Value?
  ) throws(JudgeFailure) -> Value? {
    self.read.insert(name)
    guard let value = settings[name] else { return nil }
    guard let number = read(value), range.contains(number) else {
      throw wrong(name, "\(what) from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func checkAllRead(besides common: Set<String>) throws(JudgeFailure) {
    for member in settings where !read.contains(member.key) && !common.contains(member.key) {
      let known = read.sorted().joined(separator: ", ")
      throw JudgeFailure(
        .unsupported, "\(optimizer) has no parameter \"\(member.key)\"",
        remedy: known.isEmpty ? "it has none" : "it has: \(known)")
    }
  }

  private func wrong(_ name: String, _ what: String) -> JudgeFailure {
    JudgeFailure(
      .unsupported,
      "\(name) of \(optimizer) must be \(what), not \(settings[name]?.canonicalText ?? "")")
  }
}
