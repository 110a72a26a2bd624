import JudgeJSON
public import JudgeRecords

extension AlignmentStep {
  /// The settings that are not the optimizer's own.
  enum Key {
    static let refit = "refit"
    static let then = "then"
    static let minimum = "min_labels"
    static let selection = "selection"
    static let reflection = "reflection_model"
  }

  /// How it was fitted, beside its optimizer.
  public var fitOptions: FitOptions {
    FitOptions(
      minimum: settings[Key.minimum]?.intValue ?? AlignmentData.defaultMinimum,
      refit: settings[Key.refit]?.boolValue ?? false,
      forcesValidation: settings[Key.selection]?.stringValue == SelectionMethod.validation.rawValue,
      thenCalibrates: settings[Key.then]?.stringValue == CalibrationOptimizer().name)
  }

  /// The model that reflected, if it was named beside the optimizer's settings.
  public var reflectionModel: String? { settings[Key.reflection]?.stringValue }

  /// The traces as this step saw them, with some labels left out.
  ///
  /// The labels are those that the step names, whatever their standing today, and decisions of
  /// adjudicators are those in the step. The contents of a trace are today's.
  ///
  /// - Parameters:
  ///   - traces: the traces of the step's labels, with all of their labels.
  ///   - name: the question.
  ///   - isRemoved: whether a label is left out; asked about expectations too.
  /// - Returns: the traces that keep a label, in the order given.
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
