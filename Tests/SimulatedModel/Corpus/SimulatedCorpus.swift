public import JudgeJSON
import JudgeTestSupport

/// Support cases with labels of simulated reviewers who follow a planted rule.
///
/// Features are drawn independently of each other (so that length says nothing about any rule)
/// and then written as text; labels follow the rule but for the reviewers' errors; most labels
/// have a rationale, of which most hint at the reason in varying words. Everything follows from
/// rule, seed and options: the same corpus on every machine.
public struct SimulatedCorpus: Sendable {
  /// What reviewers answer with.
  public enum Scale: String, Sendable, CaseIterable {
    /// `yes` and `no`.
    case two
    /// `excellent`, `good`, `needs_improvement`, `poor`; the nicer ones with a greeting.
    case four

    /// The values, best first.
    public var values: [JSONValue] {
      switch self {
      case .two: ["yes", "no"]
      case .four: ["excellent", "good", "needs_improvement", "poor"]
      }
    }

    /// Those that pass.
    public var passing: [JSONValue] { self == .two ? ["yes"] : ["excellent", "good"] }

    func value(passes: Bool, features: CaseFeatures) -> JSONValue {
      switch self {
      case .two: passes ? "yes" : "no"
      case .four:
        passes
          ? (features.greets ? "excellent" : "good")
          : (features.greets ? "needs_improvement" : "poor")
      }
    }
  }

  /// What a corpus is made with.
  public struct Options: Sendable {
    /// The values.
    public var scale = Scale.two
    /// The name of the labels.
    public var feedbackName = "support_quality"
    /// How many of the traces have labels, the first ones; `nil` for all.
    public var labelled: Int?
    /// The share of labels that are an error.
    public var noise = 0.05
    /// Labels that nothing in the text explains.
    public var hasSignal = true
    /// The share of labels with a rationale.
    public var rationales = 0.75
    /// The reviewers; `nil` for those of the rule.
    public var reviewers: [String]?
    /// The last reviewer labels a third of the traces alone, and fails every answer with an
    /// exclamation mark besides what the rule says.
    public var lastHasQuirk = false

    /// The usual ones.
    public init() {}
  }

  /// The rule.
  public let rule: PlantedRule
  /// The seed.
  public let seed: UInt64
  /// What it was made with.
  public let options: Options
  /// The cases.
  public let traces: [SimulatedTrace]

  /// Makes a corpus.
  ///
  /// - Parameters:
  ///   - rule: what reviewers go by.
  ///   - seed: of everything random.
  ///   - count: the number of traces.
  ///   - options: the rest.
  public init(rule: PlantedRule, seed: UInt64, count: Int, options: Options = Options()) {
    self.rule = rule
    self.seed = seed
    self.options = options
    // The rule enters, so that two rules at one seed do not share their draws.
    let name = rule.rawValue.utf8.reduce(UInt64(17)) { $0 &* 31 &+ UInt64($1) }
    var random = SeededGenerator(seed: seed &* 0x1_0000_0001 ^ name)
    let labelled = options.labelled ?? count
    traces = (0..<count).map { index in
      let features = CaseDraw(frequencies: rule.frequencies).features(&random)
      let text = CaseWriter(features: features).text(&random)
      let reviews = ReviewDraw(rule: rule, options: options)
      let labels = reviews.labels(features, &random)
      return SimulatedTrace(
        id: "sim-\(rule.rawValue)-\(seed)-\(index + 1)",
        inputs: ["issue": .string(text.issue)], outputs: ["response": .string(text.response)],
        features: features,
        truth: options.scale.value(passes: rule.passes(features), features: features),
        labels: index < labelled ? labels : [])
    }
  }

  /// The corpus as JSONL for `git judge trace import`; every trace is a group of its own.
  public var jsonl: String {
    traces.map { trace in
      trace.line(feedbackName: options.feedbackName, group: trace.id) + "\n"
    }.joined()
  }

  /// Instructions of a judge that knows nothing of any rule.
  public var instructions: String {
    let values = options.scale.values.compactMap(\.stringValue).joined(separator: ", ")
    return "Rate {{ outputs }} as an answer to {{ inputs }}: \(values)."
  }

  /// The share of traces on which a verdict is the truth.
  ///
  /// - Parameters:
  ///   - verdicts: by trace, in order.
  ///   - traces: the traces.
  /// - Returns: from 0 to 1.
  public static func accuracy(_ verdicts: [JSONValue], on traces: [SimulatedTrace]) -> Double {
    let right = zip(verdicts, traces).count { $0 == $1.truth }
    return traces.isEmpty ? 0 : Double(right) / Double(traces.count)
  }
}
