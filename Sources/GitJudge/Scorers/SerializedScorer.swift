import JudgeJSON
import JudgeRecords
import JudgeScoring

/// A scorer as MLflow's client registers it: JSON with one member that is not null per family.
struct SerializedScorer {
  /// The kind of a scorer, by the member that has its data.
  enum Family: String {
    case instructions = "instructions_judge_pydantic_data"
    case memory = "memory_augmented_judge_data"
    case ensemble = "ensemble_scorer_data"
    case thirdParty = "third_party_scorer_data"
    case builtIn = "builtin_scorer_class"
    case code = "call_source"
  }

  /// A judge that a scorer describes.
  struct Described {
    var body: JudgeBody
    /// The traces that the judge remembers, each with the label that a person gave it.
    var memory: [String] = []
    /// The number of remembered traces to show, and the model that chooses them.
    var retrieval: Retrieval?
  }

  let members: JSONObject

  /// Reads a scorer; `nil` if the text is not a JSON object.
  init?(_ text: String) {
    guard let (value, _) = try? JSONValue.parseRepairing(Array(text.utf8)),
      let object = value.objectValue
    else { return nil }
    members = object
  }

  init(_ members: JSONObject) { self.members = members }

  /// The name under which the scorer gives feedback.
  var name: String? { members["name"]?.stringValue }

  /// The family, or `nil` for one that this version does not know.
  var family: Family? {
    let known: [Family] = [.instructions, .memory, .ensemble, .thirdParty, .builtIn, .code]
    return known.first { members[$0.rawValue].map { !$0.isNull } ?? false }
  }

  /// Returns the judge that the scorer describes.
  ///
  /// - Parameter name: the name under which it is registered.
  /// - Returns: the judge, or `nil` if only MLflow's client can run the scorer.
  func described(as name: String) -> Described? {
    guard var found = judge(named: name) else { return nil }
    if let own = self.name, !own.isEmpty, found.body.feedbackNameOverride == nil {
      found.body.feedbackNameOverride = Bytewise.equal(own, name) ? nil : own
    }
    if let text = members["description"]?.stringValue, !text.isEmpty {
      found.body.description = text
    }
    return found
  }

  private func judge(named name: String) -> Described? {
    switch family {
    case .instructions?:
      return instructions(name).map { Described(body: $0) }
    case .memory?: return memory(name)
    case .builtIn?: return builtIn(name).map { Described(body: $0) }
    case .ensemble?: return ensemble(name).map { Described(body: $0) }
    default: return nil
    }
  }

  private func instructions(_ name: String) -> JudgeBody? {
    guard let data = members[Family.instructions.rawValue]?.objectValue,
      let text = data["instructions"]?.stringValue
    else { return nil }
    var body = JudgeBody(name: name, instructions: text)
    body.model = data["model"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    body.inference = data["inference_params"]?.objectValue ?? [:]
    body.rationaleFirst = data["generate_rationale_first"]?.boolValue.flatMap { $0 ? true : nil }
    guard Self.setValues(of: &body, from: data["feedback_value_type"]) else { return nil }
    return body
  }

  /// Sets the values of a judge from a JSON Schema.
  ///
  /// - Returns: whether a judge can have these values.
  private static func setValues(of body: inout JudgeBody, from schema: JSONValue?) -> Bool {
    guard let schema = schema?.objectValue else { return true }
    let values = schema["enum"]?.arrayValue ?? schema["const"].map { [$0] } ?? []
    if !values.isEmpty {
      let type = [FeedbackValueType.string, .bool, .int, .float].first { type in
        values.allSatisfy(type.admits)
      }
      guard let type else { return false }
      body.values = values
      body.valueType = type
      return true
    }
    switch schema["type"]?.stringValue {
    case "string": body.valueType = .string
    case "integer": body.valueType = .int
    case "number": body.valueType = .float
    case "boolean": body.valueType = .bool
    default:
      var kept = JSONObject()
      for member in schema where member.key != "title" { kept[member.key] = member.value }
      body.valueSchema = kept
    }
    return true
  }

  private func memory(_ name: String) -> Described? {
    guard let data = members[Family.memory.rawValue]?.objectValue,
      let base = data["base_judge"]?.objectValue,
      var found = SerializedScorer(base).described(as: name)
    else { return nil }
    for rule in data["semantic_memory"]?.arrayValue ?? [] {
      guard let text = rule["guideline_text"]?.stringValue, !text.isEmpty else { continue }
      found.body.guidelines.append(
        Guideline(
          text: text,
          traces: rule["source_trace_ids"]?.arrayValue?.compactMap(\.stringValue) ?? []))
    }
    var seen = Set<String>()
    found.memory = (data["episodic_trace_ids"]?.arrayValue ?? []).compactMap(\.stringValue)
      .filter { seen.insert($0).inserted }
    let count = data["retrieval_k"]?.intValue ?? 5
    if count > 0 {
      let model = data["embedding_model"]?.stringValue ?? Retrieval.bm25
      let isKnown = model.contains(":/")
      found.retrieval = Retrieval(
        count: count, model: isKnown ? model : Retrieval.bm25, floor: 0,
        dimensions: isKnown ? data["embedding_dim"]?.intValue.flatMap { $0 > 0 ? $0 : nil } : nil)
    }
    return found
  }

  /// The methods of MLflow's ensembles that are the same here.
  ///
  /// A tie of a majority is an error here, and a value of its choice there.
  private static let methods: [String: EnsembleMethod] = [
    "majority_vote": .majority, "mean": .mean, "minimum": .min, "maximum": .max,
  ]

  private func ensemble(_ name: String) -> JudgeBody? {
    guard let data = members[Family.ensemble.rawValue]?.objectValue,
      let method = data["ensemble_fn"]?.stringValue.flatMap({ Self.methods[$0] })
    else { return nil }
    var bodies: [JudgeBody] = []
    for item in data["scorers"]?.arrayValue ?? [] {
      guard let member = item.objectValue.map(SerializedScorer.init),
        let own = member.name, let described = member.described(as: own), described.memory.isEmpty
      else { return nil }
      bodies.append(described.body)
    }
    return try? EnsembleBody.make(name, method, bodies)
  }

  /// The members of MLflow's built-in scorers that are settings here.
  private static let settings = [
    "pattern": "pattern", "min_length": "min", "max_length": "max", "unit": "unit",
  ]

  private func builtIn(_ name: String) -> JudgeBody? {
    guard let type = members[Family.builtIn.rawValue]?.stringValue else { return nil }
    let data = members["builtin_scorer_pydantic_data"]?.objectValue ?? [:]
    let known = BuiltInCatalog.canonical(type)
    var body: JudgeBody
    if let ofSession = GuidelinesBody.ofRules[known] {
      let list = data["guidelines"]
      let rules =
        list?.arrayValue?.compactMap(\.stringValue) ?? list?.stringValue.map { [$0] } ?? []
      guard !rules.isEmpty else { return nil }
      body = GuidelinesBody.make(name, rules, ofSession: ofSession)
    } else {
      var settings = JSONObject()
      for (theirs, ours) in Self.settings {
        guard let value = data[theirs], !value.isNull else { continue }
        settings[ours] = value == "chars" ? "characters" : value
      }
      guard BuiltInCatalog.fault(of: settings, for: known) == nil,
        let made = BuiltInCatalog.body(named: known, settings: settings)
      else { return nil }
      body = made
      body.name = name
    }
    body.model = data["model"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    body.inference = data["inference_params"]?.objectValue ?? [:]
    return body
  }
}
