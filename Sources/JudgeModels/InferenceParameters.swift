public import JudgeJSON
public import JudgeWork

/// The inference parameters of a judge, under OpenAI's names; a pure value.
///
/// Each provider gets those that its protocol has, under its own names. `extra_body` holds members
/// for the request's body that git-judge does not know.
public struct InferenceParameters: Hashable, Sendable {
  /// The parameters, without those that are not valid.
  public let object: JSONObject

  /// Checks parameters.
  ///
  /// - Parameter object: the parameters, as in a judge's `inference_params`.
  /// - Throws: `JudgeFailure` with code `failed` that names the first one that is unknown or has the
  ///   wrong type, and the near one.
  public init(_ object: JSONObject) throws(JudgeFailure) {
    if let fault = Self.fault(in: object) { throw fault }
    self.object = object
  }

  /// Takes the valid ones of parameters, for judges that were registered without a check.
  ///
  /// - Parameter object: the parameters.
  public init(validOf object: JSONObject) {
    var valid = JSONObject()
    for member in object {
      let single: JSONObject = [member.key: member.value]
      if Self.faults(in: single).isEmpty { valid[member.key] = member.value }
    }
    self.object = valid
  }

  /// Returns what is wrong with parameters, in the order of their names.
  public static func faults(in object: JSONObject) -> [JudgeFailure] {
    var faults: [JudgeFailure] = []
    for member in object {
      let name = member.key
      guard let kind = kinds.first(where: { $0.name == name })?.kind else {
        faults.append(unknown(name))
        continue
      }
      guard let expected = kind.fault(in: member.value) else { continue }
      let shown = member.value.canonicalText.prefix(80)
      faults.append(
        JudgeFailure(.failed, "inference_params.\(name): must be \(expected), not \(shown)"))
    }
    if object["max_tokens"] != nil, object["max_completion_tokens"] != nil {
      faults.append(
        JudgeFailure(
          .failed, "inference_params: max_tokens and max_completion_tokens mean the same",
          remedy: "keep the one that the model accepts"))
    }
    return faults + extraFaults(object["extra_body"]?.objectValue ?? [:])
  }

  /// Returns what is wrong with parameters as one error, or `nil` if they are valid.
  public static func fault(in object: JSONObject) -> JudgeFailure? {
    let faults = faults(in: object)
    guard let first = faults.first else { return nil }
    let remedies = faults.compactMap { $0.remedy.map { "\($0)" } }
    var known: [String] = []
    for remedy in remedies where !known.contains(remedy) { known.append(remedy) }
    return JudgeFailure(
      first.code, faults.map(\.message).joined(separator: "; "),
      remedy: known.isEmpty ? nil : .advice(known.joined(separator: "; ")))
  }

  /// The names of the parameters.
  public static var names: [String] { kinds.map(\.name) }

  /// A type with bounds.
  private enum Kind {
    case number(ClosedRange<Double>)
    case whole(ClosedRange<Double>)
    case word
    case words
    case object

    /// Returns what a value must be, or `nil` if it is.
    func fault(in value: JSONValue) -> String? {
      switch self {
      case .number(let range):
        guard let number = value.doubleValue, range.contains(number) else {
          return "a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
        }
      case .whole(let range):
        guard value.intValue != nil, let number = value.doubleValue, range.contains(number) else {
          let least = Self.text(range.lowerBound)
          return range.upperBound > 1e9
            ? "a whole number" + (range.lowerBound > -1e9 ? " of at least \(least)" : "")
            : "a whole number from \(least) to \(Self.text(range.upperBound))"
        }
      case .word:
        guard value.stringValue?.isEmpty == false else { return "a text" }
      case .words:
        let list = value.arrayValue ?? [value]
        guard !list.isEmpty, list.allSatisfy({ $0.stringValue?.isEmpty == false }) else {
          return "a text, or a list of texts"
        }
      case .object:
        guard value.objectValue != nil else { return "an object" }
      }
      return nil
    }

    private static func text(_ number: Double) -> String { JSONValue.number(number).canonicalText }
  }

  private static let kinds: [(name: String, kind: Kind)] = [
    ("temperature", .number(0...2)), ("top_p", .number(0...1)), ("top_k", .whole(1...1e15)),
    ("max_tokens", .whole(1...1e15)), ("max_completion_tokens", .whole(1...1e15)),
    ("reasoning_effort", .word), ("thinking", .object), ("verbosity", .word),
    ("seed", .whole(-9e15...9e15)), ("stop", .words), ("presence_penalty", .number(-2...2)),
    ("frequency_penalty", .number(-2...2)), ("logit_bias", .object), ("service_tier", .word),
    ("extra_body", .object),
  ]

  /// Other tools' words for the same.
  private static let synonyms = [
    "max_output_tokens": "max_tokens", "max_new_tokens": "max_tokens", "num_predict": "max_tokens",
    "maxtokens": "max_tokens", "maxoutputtokens": "max_tokens", "stop_sequences": "stop",
    "stopsequences": "stop", "topp": "top_p", "topk": "top_k", "random_seed": "seed",
    "effort": "reasoning_effort", "reasoning": "reasoning_effort",
  ]

  /// Members of a request's body that git-judge writes itself.
  private static let own: Set<String> = [
    "model", "messages", "system", "contents", "systemInstruction", "response_format", "stream",
    "stream_options", "n", "tools", "tool_choice", "toolConfig", "functions", "function_call",
    "best_of", "num_return_sequences", "inferenceConfig", "anthropic_version",
  ]

  private static func unknown(_ name: String) -> JudgeFailure {
    let near =
      synonyms[name.lowercased()] ?? Misspelling.nearest(to: name.lowercased(), among: names)
    return JudgeFailure(
      .failed, "inference_params.\(name): no such parameter",
      remedy: .advice(
        (near.map { "did you mean \($0)? " } ?? "") + "there are \(names.joined(separator: ", ")); "
          + "put what only your provider knows into extra_body"))
  }

  private static func extraFaults(_ extra: JSONObject) -> [JudgeFailure] {
    extra.map(\.key).compactMap { key in
      if own.contains(key) {
        return JudgeFailure(
          .failed, "inference_params.extra_body.\(key): git-judge sets this member itself",
          remedy: "leave it out")
      }
      guard key != "extra_body", names.contains(key) else { return nil }
      return JudgeFailure(
        .failed, "inference_params.extra_body.\(key): this is a parameter of its own",
        remedy: .advice("move it out of extra_body"))
    }
  }
}
