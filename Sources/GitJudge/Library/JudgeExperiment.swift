public import JudgeIndex
public import JudgeRecords
public import JudgeScoring

/// One experiment of a store, as a program works in it.
public struct JudgeExperiment: Sendable {
  /// The store, with this experiment as the current one.
  public let store: JudgeRepository
  /// Its name, number and tags.
  public let info: ExperimentInfo

  /// The traces that a search finds.
  ///
  /// - Parameters:
  ///   - filter: in the search grammar; `nil` for all.
  ///   - limit: the most traces; `nil` for all.
  /// - Returns: the traces with their labels and verdicts, newest first.
  /// - Throws: `JudgeError` for a filter that cannot be read.
  public func traces(
    where filter: String? = nil, limit: Int? = nil
  ) async throws -> [Trace] {
    let all = try await store.allTraces(info.id, where: filter)
    return limit.map { Array(all.prefix($0)) } ?? all
  }

  /// A judge that can be asked, under the name that it is registered under.
  ///
  /// - Parameter text: `NAME` for its latest version, `NAME@v3`, `NAME@alias` or a hash prefix.
  /// - Returns: the judge.
  /// - Throws: `JudgeError` if there is none, nothing answers for its model, or it is a program
  ///   that nobody here has trusted.
  public func judge(_ text: String) async throws -> RegisteredJudge {
    try await store.registeredJudge(text)
  }

  /// Registers a judge as the next version of its name.
  ///
  /// - Parameters:
  ///   - judge: the judge.
  ///   - tags: text tags of the registration.
  /// - Returns: the version.
  /// - Throws: `JudgeError`.
  @discardableResult
  public func register(
    _ judge: any Judge, tags: [String: String] = [:]
  ) async throws -> RegisterResult {
    try await store.create(judge.body, tags: tags)
  }
}

/// A version of a judge that can be asked.
public struct RegisteredJudge: Judge {
  /// Its place in the registry.
  public let version: JudgeVersion
  /// What is asked.
  let base: any Judge

  /// The version's body, under the name that it is registered under.
  public var body: JudgeBody {
    // A body keeps its own name even if it is registered under another one. A look-up by name
    // returns the registered name.
    var body = base.body
    body.name = version.name
    return body
  }

  /// The base's source.
  public var source: AssessmentSource { base.source }

  /// The identity of the body as it was registered.
  public var hash: ContentID? { version.hash }

  /// Tells the base.
  public func prepare(_ traces: [Trace]) async { await base.prepare(traces) }

  /// Rates a trace, under the registered name.
  public func feedback(on trace: Trace) async -> Feedback {
    renamed(await base.feedback(on: trace))
  }

  /// All that it says, under the registered name.
  public func feedbacks(on trace: Trace) async -> [Feedback] {
    await base.feedbacks(on: trace).map(renamed)
  }

  private func renamed(_ said: Feedback) -> Feedback {
    var said = said
    if said.name == base.name {
      said.name = version.name
    } else if said.name.hasPrefix("\(base.name)/") {
      said.name = version.name + said.name.dropFirst(base.name.count)
    }
    said.judge = version.hash
    return said
  }
}

extension JudgeRepository {
  /// An experiment by name.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - create: makes it, and the store, if they are not there.
  /// - Returns: the experiment, in which this handle works.
  /// - Throws: `JudgeError` if nothing is found.
  public func experiment(
    named name: String, create: Bool = false
  ) async throws -> JudgeExperiment {
    if create {
      let head = try await store.head()
      if head == nil { _ = try await initialize() }
      let known = try await experiments(includeDeleted: true)
      if !known.contains(where: { $0.name == name }) { _ = try await createExperiment(name) }
    }
    let info = try await experiment(name)
    return JudgeExperiment(store: within(info), info: info)
  }

  /// This store with another current experiment.
  private func within(_ experiment: ExperimentInfo) -> JudgeRepository {
    JudgeRepository(
      store: store, index: index, models: models, providers: providers, calls: calls,
      experimentOverride: experiment.id.hex)
  }

  /// A version of a judge that can be asked.
  func registeredJudge(_ text: String) async throws -> RegisteredJudge {
    let version = try await judge(named: text)
    let permit = try await permit(version)
    let model = try await defaultModel()
    let judge = try permit.judge(defaultModel: model)
    return RegisteredJudge(version: version, base: judge)
  }
}
