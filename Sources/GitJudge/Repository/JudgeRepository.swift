public import JudgeIndex
import JudgeProviders
public import JudgeRecords
public import JudgeScoring
public import JudgeStore
import JudgeTracing
import JudgeWork

/// A git repository with its store, and the entry to the services that work in it.
///
/// It reads through an index that catches up with the branch before every question, so plain
/// `git pull`, `fetch` and `reset` between two calls are seen. A copy is cheap, and shares store,
/// index and models.
public struct JudgeRepository: Sendable {
  /// The records.
  public let store: RecordStore
  /// What answers for model URIs.
  public let models: ModelRegistry
  let index: JudgeIndex
  /// The client of the built-in providers; missing if the caller brought a registry.
  let providers: Providers?
  /// How models are called.
  let callOptions: CallOptions
  /// Where spans of traced programs go.
  let spool: SpanSpool
  /// The experiment asked for, instead of the current one.
  private(set) var experimentOverride: String?
  /// A message about why reading continues without the index file, or `nil` if the file can be
  /// written.
  public var indexProblem: String? { index.unwritable }
  /// Whether to accept text from people that looks like a secret.
  public var allowsSecrets = false
  /// The person who writes, instead of the identity that git has.
  private(set) var writer: Person?
  /// Whether the index already matches the tree that this copy reads, so that it does not check the
  /// branch again.
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

  /// Opens the repository that a folder is in.
  ///
  /// - Parameters:
  ///   - path: a folder in a work tree, or a git directory.
  ///   - experiment: the name, number or hash of the experiment to work in, instead of the
  ///     current one.
  ///   - models: what answers for model URIs; `nil` for the built-in providers, with keys from
  ///     the environment.
  ///   - calls: how the built-in providers are called.
  /// - Returns: the repository; the store may still be uninitialised.
  /// - Throws: `JudgeFailure` if the folder is not in a git repository, or git-judge does not support
  ///   the repository's format.
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

  /// This repository with another current experiment.
  ///
  /// - Parameter experiment: the experiment.
  /// - Returns: a repository that works in it.
  public func `in`(_ experiment: ExperimentInfo) -> JudgeRepository {
    var copy = self
    copy.experimentOverride = experiment.id.hex
    return copy
  }

  /// This repository with somebody else as the author of all that it writes.
  ///
  /// - Parameter author: the author of commits and of labels.
  /// - Returns: the copy.
  public func with(author: Person) -> JudgeRepository {
    var copy = self
    copy.writer = author
    return copy
  }

  /// Brings the index up to the branch.
  ///
  /// - Throws: `JudgeFailure` if the store does not exist yet.
  @discardableResult
  func caughtUp() async throws -> JudgeIndex {
    if !isCurrent { _ = try await catchUp() }
    return index
  }

  /// The number of times that the index was asked to catch up, for tests.
  package var catchUps: Int { index.catchUps }

  /// This repository, with the index brought up to the branch once.
  ///
  /// The copy queries the index without looking at the branch again, so that one operation catches
  /// up once and sees one tree. If the operation must see its own writes, use ``fresh``.
  ///
  /// - Returns: the copy.
  /// - Throws: `JudgeFailure` if the store does not exist yet.
  func current() async throws -> JudgeRepository {
    try await caughtUp()
    var copy = self
    copy.isCurrent = true
    return copy
  }

  /// This repository, which looks at the branch before each question.
  var fresh: JudgeRepository {
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
    // Not even a tree that the index knows may be taken for one that can be read.
    _ = try await store.missingObjects()
    let done = try await index.catchUp(from: store)
    if done.hasCopies { try await redactions.forgetCopies(done.hidden, index) }
    return done
  }

  /// Appends records and says who and what in the commit message.
  ///
  /// - Parameters:
  ///   - records: the records.
  ///   - message: the commit's message.
  ///   - isChecked: whether they were looked through for secrets before.
  /// - Returns: what was new.
  /// - Throws: `JudgeFailure` if something looks like a secret, or the store cannot be written.
  func append(
    _ records: [Record], message: CommitMessage, isChecked: Bool = false
  ) async throws -> Append {
    try await checkSensitive(isChecked ? [] : records, message: message.text)
    try await checkNames(records)
    return try await store.append(records, message: message, by: writer)
  }

  /// The person who writes: the one given to ``with(author:)``, or as git knows them.
  func author() async throws -> Person {
    if let writer { return writer }
    return try await store.author()
  }
}
