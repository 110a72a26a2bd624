public import JudgeIndex
import JudgeProviders
public import JudgeRecords
public import JudgeScoring
public import JudgeStore
import JudgeTracing
import JudgeWork

/// A git repository with its store, and the entry to the services that work in it.
///
/// It reads through an index that catches up with the branch before every query, so a plain
/// `git pull`, `fetch` or `reset` between two calls is seen. Copies are cheap, and share the store,
/// the index and the models.
public struct JudgeRepository: Sendable {
  /// The store of the records.
  public let store: RecordStore
  /// The registry that answers for model URIs.
  public let models: ModelRegistry
  package let index: JudgeIndex
  /// The client of the built-in providers, or `nil` if the caller passed a registry.
  let providers: Providers?
  /// The options for calls of models.
  let callOptions: CallOptions
  /// The place for spans of traced programs.
  let spool: SpanSpool
  /// The experiment to work in instead of the current one, or `nil`.
  private(set) var experimentOverride: String?
  /// The reason why the repository works without the index file, or `nil` if the file is writable.
  public var indexProblem: String? { index.unwritable }
  /// The environment variables that judges and applications that are programs get.
  public var programVariables: [String: String] = [:]
  /// Whether to accept text from people that looks like a secret.
  public var allowsSecrets = false
  /// The author of new records, or `nil` for the identity that git has.
  private(set) var writer: Person?
  /// Whether the index already matches the tree that this copy reads.
  ///
  /// If so, the copy does not check the branch again.
  private var isCurrent = false

  init(
    store: RecordStore, index: JudgeIndex, models: ModelRegistry, providers: Providers?,
    calls: CallOptions, experimentOverride: String?
  ) {
    self.store = store
    self.index = index
    self.models = models
    self.providers = providers
    callOptions = calls
    spool = SpanSpool(folder: store.location.stateDirectory + "/spans")
    self.experimentOverride = experimentOverride
  }

  /// Opens the repository that contains a folder.
  ///
  /// - Parameters:
  ///   - path: a folder in a work tree, or a git directory.
  ///   - experiment: the name, number or hash of the experiment to work in, instead of the
  ///     current one.
  ///   - models: the registry for model URIs; `nil` for the built-in providers, with keys from the
  ///     environment.
  ///   - calls: options for calls of the built-in providers.
  /// - Returns: the repository; the store may still be uninitialised.
  /// - Throws: `JudgeFailure` if the folder is not in a git repository, or git-judge does not
  ///   support the repository's format.
  public static func open(
    at path: String = ".", experiment: String? = nil, models: ModelRegistry? = nil,
    calls: CallOptions = CallOptions()
  ) async throws -> JudgeRepository {
    let store = try await RecordStore.open(at: path)
    let index = try JudgeIndex.open(file: store.location.stateDirectory + "/index-v1.sqlite")
    let providers = models == nil ? try await CallService.providers(store, calls) : nil
    return JudgeRepository(
      store: store, index: index,
      models: models ?? providers.map { CallService.registry($0) }
        ?? ModelRegistry(),
      providers: providers, calls: calls, experimentOverride: experiment)
  }

  /// Returns this repository with another current experiment.
  ///
  /// - Parameter experiment: the experiment.
  /// - Returns: a repository that works in it.
  public func `in`(_ experiment: ExperimentInfo) -> JudgeRepository {
    var copy = self
    copy.experimentOverride = experiment.id.hex
    return copy
  }

  /// Returns this repository with another author of new records.
  ///
  /// - Parameter author: the author of commits and of labels.
  /// - Returns: a repository that writes as this author.
  public func with(author: Person) -> JudgeRepository {
    var copy = self
    copy.writer = author
    return copy
  }

  /// Brings the index up to the branch.
  ///
  /// - Throws: `JudgeFailure` if the store does not exist yet.
  @discardableResult
  package func caughtUp() async throws -> JudgeIndex {
    if !isCurrent { _ = try await catchUp() }
    return index
  }

  /// The number of times the index was asked to catch up, for tests.
  package var catchUps: Int { index.catchUps }

  /// Returns this repository, with the index brought up to the branch once.
  ///
  /// The copy queries the index without looking at the branch again, so that one operation catches
  /// up once and sees one tree. If the operation must see its own writes, use ``fresh``.
  ///
  /// - Returns: the copy.
  /// - Throws: `JudgeFailure` if the store does not exist yet.
  package func current() async throws -> JudgeRepository {
    try await caughtUp()
    var copy = self
    copy.isCurrent = true
    return copy
  }

  /// This repository with a check of the branch before each query.
  package var fresh: JudgeRepository {
    var copy = self
    copy.isCurrent = false
    return copy
  }

  /// Brings the index up to the branch.
  ///
  /// - Returns: the changes.
  /// - Throws: `JudgeFailure` if the store does not exist yet.
  func catchUp() async throws -> CatchUp {
    try await store.fetchTrees()
    guard try await store.head() != nil else {
      throw JudgeFailure(
        .store, "there is no store on the branch \(store.location.branch) yet",
        remedy: .run(.initializeStore))
    }
    // This throws if the branch cannot be read, even if the index already knows its tree.
    _ = try await store.missingObjects()
    let done = try await index.catchUp(from: store)
    if done.hasCopies { try await redactions.forgetCopies(done.hidden, index) }
    return done
  }

  /// Appends records in one commit with its author and message.
  ///
  /// - Parameters:
  ///   - records: the records.
  ///   - message: the commit's message.
  ///   - isChecked: whether the records have been searched for secrets already.
  /// - Returns: the new records.
  /// - Throws: `JudgeFailure` if something looks like a secret, or the store cannot be written.
  package func append(
    _ records: [Record], message: CommitMessage, isChecked: Bool = false
  ) async throws -> Append {
    try await checkSensitive(isChecked ? [] : records, message: message.text)
    try await checkNames(records)
    return try await store.append(records, message: message, by: writer)
  }

  /// Returns the author: the one given to ``with(author:)``, or the identity that git has.
  package func author() async throws -> Person {
    if let writer { return writer }
    return try await store.author()
  }
}
