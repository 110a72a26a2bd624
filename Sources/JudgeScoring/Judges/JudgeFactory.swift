import JudgeJSON
public import JudgeModels
public import JudgeRecords

/// Finds what answers for a model URI.
public struct ModelRegistry: Sendable {
  /// Makes a chat model for a URI; `nil` where the provider is not one of its own.
  public typealias ChatProvider = @Sendable (ModelURI) throws(ModelError) -> (any ChatModel)?

  /// Makes the judge of a program.
  public typealias ProgramRunner = @Sendable (JudgeBody) throws(ModelError) -> any Judge

  private let providers: [ChatProvider]
  private let program: ProgramRunner?

  /// A registry with the embedded and recorded sources and some chat providers.
  ///
  /// - Parameters:
  ///   - providers: asked in order.
  ///   - program: what runs judges that are programs; without it they are refused.
  public init(providers: [ChatProvider] = [], program: ProgramRunner? = nil) {
    self.providers = providers
    self.program = program
  }

  /// What answers for a URI.
  ///
  /// - Parameter text: the model URI.
  /// - Returns: the engine of a judge.
  /// - Throws: `ModelError` that lists what there is.
  public func engine(for text: String) throws(ModelError) -> InstructionsJudge.Engine {
    let uri = try ModelURI(text)
    switch uri.provider {
    case "recorded": return .source(RecordedVerdicts(sourceID: uri.name))
    case "embedded":
      guard uri.name == "lexical" else {
        throw ModelError(
          .unknownProvider, "there is no embedded model \"\(uri.name)\"",
          hint: "embedded:/lexical is built in")
      }
      return .source(EmbeddedLexical())
    default:
      for provider in providers {
        if let model = try provider(uri) { return .chat(model) }
      }
      throw ModelError(
        .unknownProvider, "nothing answers for \(text)",
        hint:
          "there are openai, anthropic, gemini, mistral, databricks, endpoints and ollama:/NAME, "
          + "recorded:/SOURCE and embedded:/lexical")
    }
  }

  /// The judge of a body, whatever its form, with its calibration where it has one.
  ///
  /// - Parameters:
  ///   - body: the judge's body.
  ///   - model: a model URI to use where the body names none.
  /// - Returns: the judge.
  /// - Throws: `ModelError` where no model was chosen, nothing answers for it, or this version
  ///   does not know the form.
  public func judge(
    _ body: JudgeBody, defaultModel model: String? = nil
  ) throws(ModelError) -> any Judge {
    let base = try uncalibrated(body, model)
    guard let calibration = body.calibration else { return base }
    return try CalibratedJudge(base: base, calibration: calibration)
  }

  private func uncalibrated(
    _ body: JudgeBody, _ model: String?
  ) throws(ModelError) -> any Judge {
    switch body.form {
    case nil:
      let judge = InstructionsJudge(body: body, engine: try engine(of: body, model))
      return body.isPerChunk ? ChunkJudge(base: judge) : judge
    case .promptMetric?:
      let judge = PromptMetricJudge(body: body, engine: try engine(of: body, model))
      return body.isPerChunk ? ChunkJudge(base: judge) : judge
    case .builtIn?: return try CheckJudge(body: body)
    case .ensemble?:
      let (method, bodies) = try EnsembleBody.parts(of: body)
      var members: [any Judge] = []
      // A body cannot hold itself, so this ends.
      for member in bodies { members.append(try judge(member, defaultModel: model)) }
      return EnsembleJudge(body: body, members: members, method: method)
    case .guidelines?:
      var members: [any Judge] = []
      for member in GuidelinesBody.members(of: body) {
        members.append(try judge(member, defaultModel: model))
      }
      return EnsembleJudge(body: body, members: members, method: .all, keepsNames: true)
    case .program?:
      guard let program else {
        throw ModelError(.failed, "\(body.name) is a program, and none can be run here")
      }
      return try program(body)
    case .function?:
      throw ModelError(
        .failed, "\(body.name) is a Swift function: only the program that holds it can run it")
    case let form?:
      throw ModelError(
        .failed, "\(body.name) has the form \"\(form.rawValue)\", which this version does not know")
    }
  }

  private func engine(
    of body: JudgeBody, _ model: String?
  ) throws(ModelError) -> InstructionsJudge.Engine {
    guard let uri = body.model ?? model else {
      throw ModelError(
        .noModel, "the judge \(body.name) has no model",
        hint: "set one with `git config judge.model URI` or `git judge new … --model URI`, "
          + "such as recorded:/SOURCE or embedded:/lexical")
    }
    return try engine(for: uri)
  }
}

/// Makes a judge from instructions, as MLflow's `make_judge`.
///
/// - Parameters:
///   - name: the judge's name, under which people give feedback.
///   - instructions: the template with `{{ inputs }}`, `{{ outputs }}`, `{{ expectations }}`.
///   - values: the values it may give.
///   - ordered: the values from low to high, where they have an order.
///   - pass: the values that are good.
///   - model: the model's URI.
///   - registry: what answers for it.
/// - Returns: the judge.
/// - Throws: `RecordError` for values that do not fit, `ModelError` for the model.
public func makeJudge(
  name: String, instructions: String, values: [String] = [], ordered: [String] = [],
  pass: [String] = [], model: String, registry: ModelRegistry = ModelRegistry()
) throws -> any Judge {
  var body = JudgeBody(name: name, instructions: instructions)
  body.values = values.map { .string($0) }
  body.ordered = ordered.map { .string($0) }
  body.pass = pass.map { .string($0) }
  body.model = model
  try body.checkValues()
  return try registry.judge(body)
}
