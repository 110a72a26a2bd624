import FoundationEssentials
import JudgeModels
public import JudgeProviders
import JudgeRecords
import JudgeScoring
import JudgeStore

extension JudgeRepository {
  /// The client of a store: endpoints from the environment and local git config, answers kept in
  /// the git directory.
  ///
  /// Nothing that is fetched comes in here: git config is this machine's own.
  static func providers(
    _ store: RecordStore, _ calls: CallOptions
  ) async throws -> Providers {
    var options = ProviderOptions()
    options.concurrency = calls.concurrency
    options.maxCalls = calls.maxCalls
    options.maxCost = calls.maxCost
    options.isOffline = calls.isOffline
    if let name = calls.sharedBudget {
      guard CallOptions.isBudgetName(name) else {
        throw JudgeError(
          .usage, "\"\(name)\" cannot name a shared budget",
          hint: "use 1 to 64 letters, digits, -, _ and ., and begin with another than a dot")
      }
      options.sharedBudgetFile = "\(store.location.stateDirectory)/budgets/\(name).json"
    }
    options.environment = ProcessInfo.processInfo.environment
    for name in Providers.names {
      for key in ["judge.\(name).baseUrl", "judge.\(name).header"] {
        options.config[key] = try await store.config(key)
      }
    }
    options.cacheFolder = store.location.stateDirectory + "/calls"
    if let file = try await store.config("judge.prices"), !file.isEmpty {
      let table = try PriceTable(parsing: try readFile(file))
      options.prices = options.prices.overridden(by: table)
    }
    return Providers(options)
  }

  /// A registry in which the providers answer.
  ///
  /// It runs no program: that takes a permit.
  ///
  /// - Parameter providers: the client.
  /// - Returns: the registry.
  static func registry(_ providers: Providers) -> ModelRegistry {
    // A nested function: closure literals do not take typed throws here.
    @Sendable func chat(_ uri: ModelURI) throws(ModelError) -> (any ChatModel)? {
      try providers.chatModel(for: uri)
    }
    @Sendable func embedding(_ uri: ModelURI) throws(ModelError) -> (any EmbeddingModel)? {
      try providers.embeddingModel(for: uri)
    }
    return ModelRegistry(providers: [chat], embeddings: [embedding])
  }

  /// The answers of models that are kept in the git directory.
  public var callCache: CallCache { CallCache(folder: store.location.stateDirectory + "/calls") }

  /// What models were asked since the repository was opened.
  public var callStatistics: CallStatistics {
    get async { callsSoFar }
  }

  /// The same, to be read at any time while calls are made.
  public var callsSoFar: CallStatistics { providers?.statistics ?? CallStatistics() }
}
