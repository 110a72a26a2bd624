public import JudgeJSON

/// A judge's whole body: everything that decides its verdicts, without author and time.
public struct JudgeBody: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.judge

  /// The judge's name.
  public var name: String
  /// The name of the human labels that it predicts; `nil` means its own name.
  public var feedbackNameOverride: String?
  /// The purpose of the judge.
  public var description: String?
  /// The template with `{{ inputs }}`, `{{ outputs }}` and the like.
  public var instructions: String
  /// The type of its values.
  public var valueType: FeedbackValueType
  /// The allowed values in the declared order; empty if any value of the type is allowed.
  public var values: [JSONValue]
  /// The values from lowest to highest, if they have an order.
  public var ordered: [JSONValue]
  /// The values that pass.
  public var pass: [JSONValue]
  /// The URI of the model; `nil` if none was chosen.
  public var model: String?
  /// The distilled rules.
  public var guidelines: [Guideline]
  /// Self-contained example judgements.
  public var examples: [JSONValue]
  /// The settings for choosing examples per trace; `nil` means that all examples are shown.
  public var retrieval: Retrieval?
  /// The alignments of the judge, oldest first.
  public var steps: [AlignmentStep]
  /// The numbers of the calibration model.
  public var calibration: JSONObject?
  /// The form of the judge; `nil` means that it judges by its instructions alone.
  public var form: JudgeForm?
  /// The settings of its form, such as a built-in's name, a list of guidelines, a threshold or
  /// members.
  public var settings: JSONObject
  /// A JSON Schema for its values, for constraints that the type alone cannot express: bounds,
  /// lists, maps, optional values.
  public var valueSchema: JSONObject?
  /// The inference parameters, such as `temperature` or `max_tokens`.
  public var inference: JSONObject
  /// The base URL that its author used; it has no effect, because this machine decides where calls
  /// go.
  public var baseURL: String?
  /// The header values that its author used, `${ENV}` references; without effect like the base URL.
  public var extraHeaders: JSONObject
  /// Whether the model writes its rationale before the value.
  public var rationaleFirst: Bool?

  /// Creates a judge body with no values, guidelines or examples.
  public init(name: String, instructions: String, valueType: FeedbackValueType = .string) {
    self.name = name
    self.instructions = instructions
    self.valueType = valueType
    values = []
    ordered = []
    pass = []
    guidelines = []
    examples = []
    steps = []
    settings = [:]
    inference = [:]
    extraHeaders = [:]
  }

  /// The name of the human labels that it predicts.
  public var feedbackName: String { feedbackNameOverride ?? name }

  /// Reads the fields of a record; the error names the first invalid field.
  public init(fields: JSONObject) throws(RecordError) {
    let reader = FieldReader(fields)
    name = try reader.text("name")
    feedbackNameOverride = try reader.optionalNonEmpty("feedback_name")
    description = try reader.optionalText("description")
    instructions = try reader.text("instructions", allowEmpty: true)
    let typeWord = try reader.optionalWord(
      "feedback_value_type", of: FeedbackValueType.allCases.map(\.rawValue))
    valueType = typeWord.flatMap(FeedbackValueType.init(rawValue:)) ?? .string
    values = try Self.scalars(reader, "values")
    ordered = try Self.scalars(reader, "ordered")
    pass = try Self.scalars(reader, "pass")
    model = try reader.optionalNonEmpty("model")
    guidelines = []
    for (index, item) in (try reader.optionalArray("guidelines") ?? []).enumerated() {
      guard let object = item.objectValue else {
        throw reader.fail("guidelines[\(index)]", "must be an object")
      }
      guidelines.append(try Guideline(FieldReader(object, path: "guidelines[\(index)]")))
    }
    examples = try reader.optionalArray("examples") ?? []
    for (index, item) in examples.enumerated() where item.objectValue == nil {
      throw reader.fail("examples[\(index)]", "must be an object")
    }
    retrieval =
      try reader.optionalObject("retrieval") == nil
      ? nil : Retrieval(try reader.child("retrieval"))
    steps = []
    for (index, item) in (try reader.optionalArray("steps") ?? []).enumerated() {
      guard let object = item.objectValue else {
        throw reader.fail("steps[\(index)]", "must be an object")
      }
      steps.append(try AlignmentStep(FieldReader(object, path: "steps[\(index)]")))
    }
    calibration = try reader.optionalObject("calibration")
    form = try reader.optionalNonEmpty("form").map(JudgeForm.init(rawValue:))
    settings = try reader.optionalObject("settings") ?? [:]
    valueSchema = try reader.optionalObject("feedback_value_schema")
    inference = try reader.optionalObject("inference_params") ?? [:]
    baseURL = try reader.optionalNonEmpty("base_url")
    extraHeaders = try reader.textMap("extra_headers")
    rationaleFirst = try reader.optionalBool("generate_rationale_first")
  }

  /// The fields as written, without `kind` and `v`; empty fields are omitted.
  public var fields: JSONObject {
    var object = JSONObject()
    object.put("name", name)
    object.put("feedback_name", feedbackNameOverride)
    object.put("description", description)
    object.put("instructions", instructions)
    object.put("feedback_value_type", valueType.rawValue)
    object.put("values", list: values)
    object.put("ordered", list: ordered)
    object.put("pass", list: pass)
    object.put("model", model)
    object.put("guidelines", list: guidelines.map(\.json))
    object.put("examples", list: examples)
    if let retrieval { object["retrieval"] = retrieval.json }
    object.put("steps", list: steps.map(\.json))
    if let calibration { object["calibration"] = .object(calibration) }
    object.put("form", form?.rawValue)
    if !settings.isEmpty { object["settings"] = .object(settings) }
    if let valueSchema { object["feedback_value_schema"] = .object(valueSchema) }
    if !inference.isEmpty { object["inference_params"] = .object(inference) }
    object.put("base_url", baseURL)
    if !extraHeaders.isEmpty { object["extra_headers"] = .object(extraHeaders) }
    if let rationaleFirst { object["generate_rationale_first"] = .bool(rationaleFirst) }
    return object
  }

  private static func scalars(
    _ reader: FieldReader, _ key: String
  ) throws(RecordError) -> [JSONValue] {
    let list = try reader.optionalArray(key) ?? []
    for (index, value) in list.enumerated() {
      guard value.stringValue != nil || value.doubleValue != nil || value.boolValue != nil else {
        throw reader.fail("\(key)[\(index)]", "must be a text, a number, true or false")
      }
    }
    return list
  }
}

/// The way in which a judge makes its verdicts.
///
/// The set is open: a judge with a form that this version does not know is kept, but cannot be run.
public struct JudgeForm: RawRepresentable, Hashable, Sendable {
  /// The word in the record.
  public let rawValue: String

  /// Wraps a word.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// A built-in check that does not need a model; `settings.builtin` names it.
  public static let builtIn = JudgeForm(rawValue: "builtin")
  /// Named lists of rules, each judged separately; `settings.guidelines` has them by name.
  public static let guidelines = JudgeForm(rawValue: "guidelines")
  /// A prompt that asks for a score from 1 to 5 (`settings.assessment_type`, `settings.threshold`).
  public static let promptMetric = JudgeForm(rawValue: "prompt-metric")
  /// A Swift function; its record names it, but cannot be run.
  public static let function = JudgeForm(rawValue: "function")
  /// A program that reads the row as JSON; `settings.command` is its argument list.
  public static let program = JudgeForm(rawValue: "program")
  /// A scorer that only MLflow's client can run; its registration has its text.
  public static let mlflow = JudgeForm(rawValue: "mlflow")
  /// Several judges; `settings.members` are their bodies, `settings.method` is the voting method.
  public static let ensemble = JudgeForm(rawValue: "ensemble")
}

extension JudgeBody {
  /// Checks constraints that the schema cannot express.
  ///
  /// Values must have the declared type and must not repeat, and `ordered` and `pass` must be among
  /// the values.
  ///
  /// - Throws: `RecordError`, which names the field.
  public func checkValues() throws(RecordError) {
    try checkList(values, "values")
    try checkList(ordered, "ordered")
    try checkList(pass, "pass")
    if !ordered.isEmpty, !values.isEmpty, ordered.count != values.count {
      throw RecordError(
        .schema, field: "ordered",
        "must name every one of the \(values.count) values once, from low to high")
    }
  }

  private func checkList(_ list: [JSONValue], _ field: String) throws(RecordError) {
    var seen = Set<JSONValue>()
    for value in list {
      let label = TypedValue.label(of: value)
      guard seen.insert(value).inserted else {
        throw RecordError(.schema, field: field, "\"\(label)\" stands twice")
      }
      guard valueType.admits(value) else {
        throw RecordError(.schema, field: field, "\(label) is not of type \(valueType.rawValue)")
      }
      guard field == "values" || values.isEmpty || values.contains(value) else {
        throw RecordError(.schema, field: field, "\"\(label)\" is not among the values")
      }
    }
  }
}
