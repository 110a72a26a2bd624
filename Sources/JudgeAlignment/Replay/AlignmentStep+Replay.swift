public import JudgeJSON
public import JudgeRecords
import JudgeScoring

extension AlignmentStep {
  /// The settings that are not the optimizer's own.
  enum Key {
    static let refit = "refit"
    static let then = "then"
    static let minimum = "min_labels"
    static let selection = "selection"
    static let reflection = "reflection_model"
    static let rules = "rules"
    /// Only steps of earlier versions have it; now it is in the report.
    static let candidates = "tried"
  }

  /// The options of the fit, apart from the optimizer's settings.
  public var fitOptions: FitOptions {
    // Rules of later versions are unknown here; the newest known rules are the closest.
    let rules =
      settings[Key.rules]?.intValue.map { AlignmentRules(rawValue: $0) ?? .current } ?? .first
    var options = FitOptions(
      minimum: settings[Key.minimum]?.intValue ?? rules.minimum,
      refit: settings[Key.refit]?.boolValue ?? false,
      forcesValidation: settings[Key.selection]?.stringValue == SelectionMethod.validation.rawValue,
      thenCalibrates: settings[Key.then]?.stringValue == CalibrationOptimizer().name)
    options.rules = rules
    options.candidates = max(1, settings[Key.candidates]?.intValue ?? 1)
    return options
  }

  /// The reflection model, if it was named outside the optimizer's settings.
  public var reflectionModel: String? { settings[Key.reflection]?.stringValue }

  /// Returns the traces as this step saw them, with some labels left out.
  ///
  /// The labels are those that the step names, whatever their current state, and the adjudicators'
  /// decisions are those in the step. The contents of the traces are the current ones.
  ///
  /// - Parameters:
  ///   - traces: the traces of the step's labels, with all of their labels.
  ///   - name: the question.
  ///   - isRemoved: whether to leave out a label; also called for expectations.
  /// - Returns: the traces that keep a label, in the given order.
  public func traces(
    from traces: [Trace], on name: String, without isRemoved: (Label) -> Bool
  ) -> [Trace] {
    let known = Set(labels)
    return traces.compactMap { trace in
      var trace = trace
      var votes = 0
      trace.labels = trace.labels.compactMap { label in
        guard !isRemoved(label) else { return nil }
        guard case .feedback = label.assessment.content,
          label.assessment.source.type == .human, label.assessment.name == name
        else { return label }
        guard known.contains(label.id) else { return nil }
        var label = label
        label.standing = .counts
        label.isStale = false
        votes += 1
        return label
      }
      guard votes > 0 else { return nil }
      trace.decisions = [:]
      if let decided = decisions[trace.id] { trace.decisions[name] = decided }
      return trace
    }
  }
}

extension AlignmentStep {
  /// The properties that distinguish this step from other attempts on the same labels: optimizer,
  /// settings and seed.
  public var attempt: JSONValue {
    var settings = settings
    // The number of judges tried does not make it another attempt.
    settings[Key.candidates] = nil
    return [
      "optimizer": .string(optimizer), "settings": .object(settings),
      "seed": .number(Double(seed)),
    ]
  }
}

extension AlignmentData {
  /// Returns the attempt that a fit will make; see ``AlignmentStep/attempt``.
  ///
  /// - Parameters:
  ///   - optimizer: the optimizer.
  ///   - context: models and the seed.
  ///   - options: the options of the fit.
  /// - Returns: the value that a step will record.
  public func attempt(
    _ optimizer: any AlignmentOptimizer, context: AlignmentContext, options: FitOptions
  ) -> JSONValue {
    guard let base = judge.hash else { return .null }
    return AlignmentStep(
      optimizer: optimizer.name, settings: optimizer.settings(with: options, context),
      seed: context.seed, base: base
    ).attempt
  }
}
