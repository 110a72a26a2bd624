import JudgeJSON
public import JudgeModels
public import JudgeRecords
public import JudgeWork

/// Finds the model or source for a model URI.
public struct ModelRegistry: Sendable {
  /// A function that makes a chat model for a URI, or returns `nil` if it does not know the
  /// provider.
  public typealias ChatProvider = @Sendable (ModelURI) throws(JudgeFailure) -> (any ChatModel)?

  /// A function that makes the judge of a program.
  public typealias ProgramRunner = @Sendable (JudgeBody) throws(JudgeFailure) -> any Judge

  /// A function that makes an embedding model for a URI, or returns `nil` if it does not know the
  /// provider.
  public typealias EmbeddingProvider =
    @Sendable (ModelURI) throws(JudgeFailure) -> (any EmbeddingModel)?

  private let providers: [ChatProvider]
  private let embeddings: [EmbeddingProvider]
  private var program: ProgramRunner?
  /// The judges of the store that answer for `gateway:/` models, by URI.
  private var gateways: [String: any Judge] = [:]
  /// A wrapper for every chat model, such as a memo of its answers.
  private var wrapper: (@Sendable (any ChatModel) -> any ChatModel)?

  /// Creates a registry with the embedded and recorded sources and some chat providers.
  ///
  /// - Parameters:
  ///   - providers: the chat providers, tried in order.
  ///   - embeddings: the embedding providers, tried in order.
  ///   - program: the runner of judges that are programs; without it they are refused.
  public init(
    providers: [ChatProvider] = [], embeddings: [EmbeddingProvider] = [],
    program: ProgramRunner? = nil
  ) {
    self.providers = providers
    self.embeddings = embeddings
    self.program = program
  }

  /// Returns the engine for a URI.
  ///
  /// - Parameter text: the model URI.
  /// - Returns: the engine of a judge.
  /// - Throws: `JudgeFailure` that lists the available models.
  public func engine(for text: String) throws(JudgeFailure) -> InstructionsJudge.Engine {
    let uri = try ModelURI(text)
    switch uri.provider {
    case "gateway":
      throw JudgeFailure(
        .unknownProvider, "\(text) is a judge of a store or of an MLflow server, not a model",
        remedy: "a judge with this model needs a store that has the version gateway:/NAME@vN")
    case "recorded": return .source(RecordedVerdicts(sourceID: uri.name))
    case "embedded":
      guard uri.name == "lexical" else {
        throw JudgeFailure(
          .unknownProvider, "there is no embedded model \"\(uri.name)\"",
          remedy: "embedded:/lexical is built in")
      }
      return .source(EmbeddedLexical())
    default:
      for provider in providers {
        if let model = try provider(uri) { return .chat(wrapper?(model) ?? model) }
      }
      throw JudgeFailure(
        .unknownProvider, "nothing answers for \(text)",
        remedy:
          .advice(
            "there are openai, anthropic, gemini, mistral, databricks, endpoints, ollama, azure, "
              + "bedrock and vertex:/NAME, gateway:/JUDGE@vN, recorded:/SOURCE and "
              + "embedded:/lexical; a server with OpenAI's protocol is openai:/NAME with its own "
              + "base URL"))
    }
  }

  /// Returns a registry that wraps each of its chat models.
  ///
  /// - Parameter wrap: the wrapper of a model, outside of existing wrappers.
  /// - Returns: the registry.
  package func wrapping(
    _ wrap: @escaping @Sendable (any ChatModel) -> any ChatModel
  ) -> ModelRegistry {
    var copy = self
    let inner = wrapper
    copy.wrapper = { model in wrap(inner?(model) ?? model) }
    return copy
  }

  /// Returns a copy that runs judges that are programs.
  ///
  /// An existing runner is kept.
  package func running(_ program: @escaping ProgramRunner) -> ModelRegistry {
    var copy = self
    copy.program = self.program ?? program
    return copy
  }

  /// Returns a copy in which judges answer for `gateway:/` models.
  ///
  /// - Parameter judges: the judges, by URI.
  /// - Returns: the registry.
  package func answering(_ judges: [String: any Judge]) -> ModelRegistry {
    var copy = self
    copy.gateways.merge(judges) { $1 }
    return copy
  }

  /// Returns the chat model of a URI.
  ///
  /// - Parameter text: the model URI.
  /// - Returns: the model.
  /// - Throws: `JudgeFailure` if the URI has no model, or one that cannot chat.
  public func chat(_ text: String) throws(JudgeFailure) -> any ChatModel {
    guard case .chat(let model) = try engine(for: text) else {
      throw JudgeFailure(
        .failed, "\(text) replays verdicts and cannot be talked to",
        remedy: "name a chat model, such as openai:/gpt-4.1-mini")
    }
    return model
  }

  /// Returns the embedding model of a URI.
  ///
  /// - Parameter text: the model URI.
  /// - Returns: the model, or `nil` for `embedded:/bm25`, which compares words.
  /// - Throws: `JudgeFailure` if the URI has no model.
  public func embedding(_ text: String) throws(JudgeFailure) -> (any EmbeddingModel)? {
    if text == Retrieval.bm25 { return nil }
    let uri = try ModelURI(text)
    for provider in embeddings {
      if let model = try provider(uri) { return model }
    }
    throw JudgeFailure(
      .unknownProvider, "nothing embeds for \(text)",
      remedy: .advice(
        "\(Retrieval.bm25) compares words and is built in; or name a provider's model, such as "
          + "openai:/text-embedding-3-small"))
  }

  /// Returns the judge of a body of any form, with its calibration if it has one.
  ///
  /// - Parameters:
  ///   - body: the judge's body.
  ///   - model: a model URI to use if the body names none.
  /// - Returns: the judge.
  /// - Throws: `JudgeFailure` if no model was chosen, if the URI has no model, or if this version
  ///   does not know the form.
  public func judge(
    _ body: JudgeBody, defaultModel model: String? = nil
  ) throws(JudgeFailure) -> any Judge {
    let base = try uncalibrated(body, model)
    guard let calibration = body.calibration else { return base }
    return try CalibratedJudge(base: base, calibration: calibration)
  }

  private func uncalibrated(
    _ body: JudgeBody, _ model: String?
  ) throws(JudgeFailure) -> any Judge {
    if let uri = body.model, let answering = gateways[uri] {
      return GatewayJudge(body: body, base: answering)
    }
    switch body.form {
    case nil, .promptMetric?:
      let judge = try asked(body, model)
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
        throw JudgeFailure(
          .notTrusted, "\(body.name) is a program, and nothing here lets it run",
          remedy: .inOrder(["read it", .run(.trustProgram, [body.name])]))
      }
      return try program(body)
    case .function?:
      throw JudgeFailure(
        .failed, "\(body.name) is a Swift function: only the program that holds it can run it")
    case .mlflow?:
      throw JudgeFailure(
        .failed, "\(body.name) is a scorer that only MLflow's client can run",
        remedy: "load it there with get_scorer, or create a judge of your own")
    case let form?:
      throw JudgeFailure(
        .failed, "\(body.name) has the form \"\(form.rawValue)\", which this version does not know")
    }
  }

  /// Returns the judge that asks a model, with its memory if it has one.
  private func asked(_ body: JudgeBody, _ model: String?) throws(JudgeFailure) -> any Judge {
    let engine = try engine(of: body, model)
    let make: @Sendable (JudgeBody) -> any Judge = { body in
      body.form == .promptMetric
        ? PromptMetricJudge(body: body, engine: engine)
        : InstructionsJudge(body: body, engine: engine)
    }
    guard let retrieval = body.retrieval, case .chat = engine else { return make(body) }
    return MemoryJudge(
      body: body, retrieval: retrieval, embedding: try embedding(retrieval.model), make: make)
  }

  private func engine(
    of body: JudgeBody, _ model: String?
  ) throws(JudgeFailure) -> InstructionsJudge.Engine {
    guard let uri = body.model ?? model else {
      throw JudgeFailure(
        .noModel, "the judge \(body.name) has no model",
        remedy: .anyOf([
          .run(.git, ["config", "judge.model", "URI"], to: "set one for all judges"),
          .run(
            .createJudge, [body.name],
            with: [
              (body.form == .builtIn ? .builtIn : .file): body.form == .builtIn
                ? body.name : "FILE",
              .model: "URI",
            ],
            to: "give this judge one, such as recorded:/SOURCE or embedded:/lexical"),
        ]))
    }
    return try engine(for: uri)
  }
}

/// Makes a judge from instructions, like MLflow's `make_judge`.
///
/// - Parameters:
///   - name: the judge's name, under which people give feedback.
///   - instructions: the template with `{{ inputs }}`, `{{ outputs }}`, `{{ expectations }}`.
///   - values: the possible values.
///   - ordered: the values from low to high; empty if they have no order.
///   - pass: the values that are good.
///   - model: the model's URI.
///   - registry: the registry that finds the model.
/// - Returns: the judge.
/// - Throws: `RecordError` for invalid values, `JudgeFailure` for the model.
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
