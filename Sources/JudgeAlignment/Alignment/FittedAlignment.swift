import JudgeAgreement
import JudgeEvaluation
public import JudgeJSON
public import JudgeRecords
import JudgeScoring
public import JudgeWork

/// An alignment that has been fitted and decided, without the use of the held-out part.
public struct FittedAlignment: Sendable {
  /// The optimizer's name.
  public let optimizer: String
  /// The aligned judge's body, with its last step.
  ///
  /// The base's body if nothing changed.
  public var body: JudgeBody
  /// The evidence that decided.
  public var evidence: SelectionEvidence
  /// The seed.
  public let seed: UInt64
  /// Notes on problems during the fit.
  public var notes: [String]
  /// Whether there was anything new to learn from.
  public var isNew = true
  /// The labels behind parts other than guidelines and examples.
  public var sources: JSONObject = [:]
  /// The number of judges tried on the same labels, this one included; see `FitOptions`.
  ///
  /// It is part of the report, not of the body, because it changes the proof and not the judge.
  public var candidates = 1

  /// Whether it is better than its base, decided without the held-out part.
  public var improved: Bool { evidence.improved }

  /// Whether its held-out figures can be meaningful.
  ///
  /// If nothing can be decided, the held-out part stays closed.
  public var opensTest: Bool { evidence.undecided == nil }
}

/// The options of a fit, apart from its optimizer.
public struct FitOptions: Sendable {
  /// The minimum number of labelled training traces.
  public var minimum: Int
  /// Whether an optimizer that is not incremental runs again on the whole training part after it
  /// proved better on a validation third.
  public var refit: Bool
  /// Whether the validation third decides even for an optimizer that could cross-validate, so that
  /// several optimizers can be compared on the same traces.
  public var forcesValidation: Bool
  /// Whether to add a calibration to the fitted judge.
  public var thenCalibrates: Bool
  /// The number of judges tried on the same labels, this one included, from 1: several optimizers,
  /// or earlier seeds.
  ///
  /// The allowed error is divided by it (Bonferroni).
  public var candidates = 1
  /// The rules; older ones repeat alignments that were made under them.
  public var rules = AlignmentRules.current

  /// Creates options, with defaults.
  public init(
    minimum: Int = AlignmentData.defaultMinimum, refit: Bool = false,
    forcesValidation: Bool = false, thenCalibrates: Bool = false
  ) {
    self.minimum = minimum
    self.refit = refit
    self.forcesValidation = forcesValidation
    self.thenCalibrates = thenCalibrates
  }

  /// The one-sided error that a single decision may have.
  ///
  /// A calibration on top is a second chance, so each of the two gets half.
  var level: Double {
    let chances = thenCalibrates && rules != .first ? 2 * candidates : candidates
    return 0.05 / Double(max(1, chances))
  }
}

extension AlignmentData {
  /// The default minimum number of labelled training traces for an alignment.
  public static let defaultMinimum = AlignmentRules.current.minimum

  /// Fits an optimizer and decides whether the result is better.
  ///
  /// - Parameters:
  ///   - optimizer: the optimizer.
  ///   - context: models, the seed and the progress handler.
  ///   - options: the options of the fit.
  /// - Returns: the aligned body with the evidence.
  /// - Throws: `JudgeFailure` if there is too little to learn from.
  public func fit(
    _ optimizer: any AlignmentOptimizer, context: AlignmentContext = AlignmentContext(),
    options: FitOptions = FitOptions()
  ) async throws(JudgeFailure) -> FittedAlignment {
    let training = items(in: .train, .validation)
    guard training.count >= options.minimum else {
      throw tooFew(training.count, of: options.minimum)
    }
    let parts = FitParts(train: items(in: .train), validation: items(in: .validation))
    try check(optimizer, parts, options)
    var fitted = try await fit(optimizer, parts, context: context, options: options)
    fitted.candidates = options.candidates
    if fitted.body != judge.body, let hash = judge.hash {
      var step = AlignmentStep(
        optimizer: fitted.optimizer, settings: optimizer.settings(with: options, context),
        seed: context.seed, base: hash)
      step.labels = stepLabels
      step.decisions = stepDecisions
      step.sources = fitted.sources
      fitted.body.steps = judge.body.steps + [step]
    }
    return fitted
  }

  /// Returns an error with the number of missing labels and the options that are accepted.
  private func tooFew(_ count: Int, of minimum: Int) -> JudgeFailure {
    // Three of ten labels are held out.
    let missing = SmallStart.inAll(minimum - count)
    return JudgeFailure(
      .tooFewLabels,
      "\(Count.of(count, "labelled trace")) to learn from, at least \(minimum) are needed "
        + "(\(items.count - count) more are held out)",
      remedy: .anyOf(
        ["label about \(missing) more"]
          + (count >= AlignmentRules.current.minimum ? [.supply(.minLabels, "\(count)")] : [])))
  }

  /// Refuses data that cannot be learned from, with the reason.
  private func check(
    _ optimizer: any AlignmentOptimizer, _ parts: FitParts, _ options: FitOptions
  ) throws(JudgeFailure) {
    if optimizer.needsReader { try judge.checkReads(optimizer.name) }
    let freely =
      (optimizer.selection == .crossValidation || isSmall(optimizer, parts, options))
      && !options.forcesValidation
    let shown = freely ? parts.all : parts.train
    guard Set(shown.map(\.truth)).count > 1 else {
      throw JudgeFailure(
        .oneValue,
        "all \(Count.of(shown.count, "training label")) say the same: there is nothing to learn",
        remedy:
          "label about \(SmallStart.inAll(1)) traces of the other kind too; 3 of 10 are held out")
    }
    guard freely || !parts.validation.isEmpty else {
      throw JudgeFailure(
        .tooFewLabels, "none of the labelled traces falls into the validation third",
        remedy: "label more traces")
    }
  }
}

/// The traces to learn from and the traces that decide.
struct FitParts {
  let train: [AlignmentData.Item]
  let validation: [AlignmentData.Item]
  /// The traces of both parts, in order of trace id.
  var all: [AlignmentData.Item] {
    (train + validation).sorted {
      $0.example.trace.id.utf8.lexicographicallyPrecedes($1.example.trace.id.utf8)
    }
  }
}

extension AlignmentOptimizer {
  /// Returns the settings that a step records: all that is needed to make the same judge from the
  /// same labels.
  ///
  /// The number of judges tried before is not among them; it is in the report.
  func settings(with options: FitOptions, _ context: AlignmentContext) -> JSONObject {
    typealias Key = AlignmentStep.Key
    var object = settings
    if options.refit { object[Key.refit] = true }
    if options.thenCalibrates { object[Key.then] = "calibration" }
    if options.minimum != options.rules.minimum {
      object[Key.minimum] = .number(Double(options.minimum))
    }
    if options.rules != .first { object[Key.rules] = .number(Double(options.rules.rawValue)) }
    let couldChoose =
      selection == .crossValidation || isIncremental || share(learning: 0, of: 1) != nil
    if options.forcesValidation, couldChoose {
      object[Key.selection] = .string(SelectionMethod.validation.rawValue)
    }
    if needsReader, let model = context.reflectionModel {
      object[Key.reflection] = .string(model)
    }
    return object
  }
}

extension Judge {
  /// Whether its verdicts come from a model that reads instructions, guidelines and examples.
  package var reads: Bool {
    (body.form == nil || body.form == .promptMetric) && !source.id.hasPrefix("recorded:/")
      && !source.id.hasPrefix("embedded:/")
  }

  /// Whether its verdicts come from model calls.
  package var callsModel: Bool {
    body.form != .function && body.form != .program && !source.id.hasPrefix("recorded:/")
      && !source.id.hasPrefix("embedded:/")
  }

  /// Refuses a judge whose verdicts do not depend on its prompt.
  func checkReads(_ optimizer: String) throws(JudgeFailure) {
    guard !reads else { return }
    guard body.form == nil || body.form == .promptMetric else {
      throw JudgeFailure(
        .unsupported,
        "\(name) is a judge of the form \"\(body.form?.rawValue ?? "")\": it reads no guidelines "
          + "or examples, so \(optimizer) can teach it nothing",
        remedy: .anyOf(["align its members", .supply(.optimizer, "calibration")]))
    }
    throw JudgeFailure(
      .unsupported,
      "\(name) is answered by \(source.id), which reads no instructions, so \(optimizer) can "
        + "teach it nothing",
      remedy: .anyOf([
        .run(.alignJudge, [name], with: [.optimizer: "calibration"], to: "adjust its verdicts"),
        .run(
          .createJudge, [name], with: [.file: "FILE", .model: "openai:/NAME"],
          to: "give it a chat model, with the file that it was made from"),
      ]))
  }
}
