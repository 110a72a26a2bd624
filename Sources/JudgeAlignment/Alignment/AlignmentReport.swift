import JudgeAgreement
public import JudgeEvaluation
public import JudgeJSON
import JudgeRecords
import JudgeScoring

/// The report card of an alignment, as it is stored and printed.
public struct AlignmentReport: Sendable {
  /// The minimum number of held-out traces for a figure to stand alone.
  public static let minimumTest = 30

  /// The data.
  public let data: AlignmentData
  /// The fitted alignment.
  public let fitted: FittedAlignment
  /// The held-out figures, or `nil` if the held-out part was not opened.
  public let result: HeldOutResult?
  /// The number of judges measured on this question's held-out part, not counting the base.
  public let openings: Int
  /// The number of judges measured on the held-out part, including this one and its base; 0 if the
  /// part was not opened.
  public var judges: Int { result == nil ? 0 : openings + 1 }
  /// The duration of the alignment in seconds.
  public let seconds: Double
  /// The commit whose data was used.
  public let commit: String?
  /// The number of training labels per guideline version, or `nil` if the store does not know them.
  public var guidelines: GuidelineMix?
  /// Further warnings that depend on the store.
  public var notes: [String] = []

  /// Creates a report.
  public init(
    data: AlignmentData, fitted: FittedAlignment, result: HeldOutResult?, openings: Int,
    seconds: Double, commit: String?
  ) {
    self.data = data
    self.fitted = fitted
    self.result = result
    self.openings = openings
    self.seconds = seconds
    self.commit = commit
  }

  /// The result of the alignment in one sentence.
  public var conclusion: String {
    let evidence = fitted.evidence
    guard fitted.isNew else {
      return "nothing new to learn: the judge knows all labels of the training part already"
    }
    if let reason = evidence.undecided {
      let more = evidence.moreLabels.map { ": label about \($0) more" } ?? ""
      return "too few labels to prove anything\(more) (\(reason)); the judge was fitted, and the "
        + "held-out part stays closed"
    }
    if fitted.improved {
      let score = (evidence.differenceLower95 ?? 0) > 0 ? "" : ", by its log score"
      return "improved: decided by \(evidence.method.rawValue) on \(evidence.n) labelled traces"
        + score
    }
    let decided = " (decided by \(evidence.method.rawValue) on \(evidence.n) labelled traces)"
    if evidence.beatsBase {
      guard evidence.losses.isEmpty else {
        return "\(evidence.losses.joined(separator: " and ")) would fall: keep the base judge"
          + decided
      }
      return "not proved better than always giving the most frequent label: keep the base judge"
        + decided
    }
    let found =
      evidence.alignedAccuracy > evidence.baseAccuracy
      ? "no gain was found beyond chance" : "no gain was found"
    return found + ": keep the base judge" + decided
  }

  /// Warnings for readers of the figures.
  public var warnings: [String] {
    var list: [String] = []
    if let n = result?.base.count, n < Self.minimumTest {
      list.append(
        "only \(n) held-out traces: read the deciding figure (\(fitted.evidence.method.rawValue)) "
          + "beside the held-out one")
    }
    let labelled = data.items.count
    if labelled < 50 { list.append("only \(labelled) labelled traces; 50 to 100 are advised") }
    if let small = smallWarning { list.append(small) }
    list += labelWarnings
    if let result, let constant = result.constantAccuracy, fitted.improved,
      let aligned = result.aligned.accuracy.value, aligned <= constant
    {
      list.append(
        "always giving the most frequent label would agree as often: look at kappa and recall")
    }
    if data.undeclared > 0 {
      list.append(
        "on \(data.undeclared) traces people agree on a value that the judge does not declare; "
          + "they are left out")
    }
    if data.errors > 0 {
      list.append(
        "the base judge failed on \(Count.of(data.errors, "labelled trace")); that counts as wrong")
    }
    if data.ties > 0 {
      list.append(
        "people do not agree on \(Count.of(data.ties, "labelled trace")) (\(data.testTies) of them "
          + "held out); no figure counts them")
    }
    if !data.nearDuplicates.isEmpty {
      let named = data.nearDuplicates.prefix(3).joined(separator: ", ")
      list.append(
        "\(Count.of(data.nearDuplicates.count, "trace")) left training, because the text is nearly "
          + "that of a held-out trace: \(named)\(data.nearDuplicates.count > 3 ? ", …" : ""); give "
          + "such traces one `group` tag when you import them")
    }
    if data.set.staleLabels > 0 {
      list.append(
        "\(data.set.staleLabels) stale labels "
          + (data.set.includesStale
            ? "are taken in" : "are left out: their traces have changed since"))
    }
    if let older = guidelines?.warning { list.append(older) }
    return list + fitted.notes + notes
  }

  /// A warning that says how many labels a proof would need, if there are few.
  private var smallWarning: String? {
    let evidence = fitted.evidence
    guard !fitted.improved, fitted.isNew, evidence.undecided == nil,
      evidence.n < Self.minimumTest
    else { return nil }
    let only = "only \(Count.of(evidence.n, "trace")) decide whether it is better: "
    guard let better = evidence.better, let worse = evidence.worse else {
      return only + "the gain must be clear in most of them, so label more"
    }
    return only + "\(better) got better and \(worse) worse; a proof takes at least "
      + "\(evidence.needed) that get better and none that gets worse, so label more"
  }

  /// Warnings about labels that are hard to learn from.
  private var labelWarnings: [String] {
    var list: [String] = []
    let examples = data.items(in: .train, .validation).map(\.example)
    let pass = data.judge.body.pass
    let failing = examples.count { !pass.contains($0.label) }
    if !pass.isEmpty, !examples.isEmpty, Double(failing) < 0.3 * Double(examples.count) {
      list.append(
        "\(failing) of \(examples.count) training labels are not passing; 30 % are advised, "
          + "since errors teach most")
    }
    let reasoned = examples.count { !$0.reasons.isEmpty }
    if Double(reasoned) < 0.3 * Double(examples.count) {
      list.append(
        "\(reasoned) of \(examples.count) training traces have a rationale; rules are learned "
          + "from reasons")
    }
    return list
  }

  /// Whether the resulting judge is fit for use: the aligned judge if it improved, otherwise the
  /// base, or `nil` if the test set was not opened.
  public var fit: FitForUse? { fitted.improved ? result?.aligned.fit : result?.base.fit }

  /// The figures as JSON with stable keys, without `hash` and `report`, which the caller adds.
  public var figures: JSONObject {
    let paired = result?.paired
    let train = data.items(in: .train, .validation).count
    var object: JSONObject = [
      "optimizer": .string(fitted.optimizer),
      "improved": .bool(fitted.improved),
      "conclusion": .string(conclusion),
      "selection": fitted.evidence.json,
      "candidates": .number(Double(fitted.candidates)),
      "base": result?.base.json ?? .null,
      "aligned": result?.aligned.json ?? .null,
      "relative_accuracy_gain": .figure(paired?.relativeAccuracyGain),
      "relative_error_reduction": .figure(paired?.relativeErrorReduction),
      "accuracy_difference_interval": JudgeFigures.interval(paired?.differenceInterval),
      "mcnemar_p": .figure(paired?.mcNemarP),
      // One reviewer against the others is not a ceiling for a judge: the key stays, with a null
      // value.
      "human_ceiling": .null,
      "fit": fit?.json ?? .null,
      "test_ties": .number(Double(data.testTies)),
      "near_duplicates": .number(Double(data.nearDuplicates.count)),
      "constant_accuracy": .figure(result?.constantAccuracy),
      "split": [
        "train": .number(Double(train)),
        "test": .number(Double(data.items.count - train)),
        "groups": .number(Double(data.groupCount)),
        "test_openings": .number(Double(openings)),
        "judges_measured": .number(Double(judges)),
      ],
      "flips": [
        "fixed": .array((result?.fixed ?? []).map { .string($0) }),
        "broken": .array((result?.broken ?? []).map { .string($0) }),
      ],
    ]
    object["original_accuracy"] = .figure(result?.overallBase)
    object["aligned_accuracy"] = .figure(result?.overallAligned)
    object["improvement"] = .figure(
      result?.overallBase.flatMap { base in result?.overallAligned.map { $0 - base } })
    if let rate = result?.flipRate { object["flip_rate"] = .figure(rate) }
    object["guidelines"] = .number(
      Double(fitted.body.guidelines.count { $0.supersededBy == nil }))
    object["examples"] = .number(Double(fitted.body.examples.count))
    object["guideline_versions"] = guidelines?.json ?? .null
    object["seed"] = .number(Double(fitted.seed))
    object["seconds"] = .figure((seconds * 1000).rounded() / 1000)
    if let commit { object["data_commit"] = .string(commit) }
    object["warnings"] = .array(warnings.map { .string($0) })
    return object
  }
}
