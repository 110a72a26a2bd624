import JudgeGit
import JudgeJSON
public import JudgeRecords
import JudgeWork

/// The records on one branch of a git repository: append, read, unite, verify.
///
/// It does not use git's index or a work tree. It is an actor with its own thread, because its work
/// waits for the disk. All its methods can be called from any number of tasks.
public actor RecordStore {
  /// The location of the store.
  public nonisolated let location: StoreLocation

  /// The repository with objects, references and tags.
  let repository: Repository
  /// The current repository; different from ``repository`` only if `judge.store` is set.
  let settings: Repository
  let environment: [String: String]
  /// The configuration, if environment variables change it.
  var config: EffectiveConfig?
  private nonisolated let executor = StoreExecutor()

  /// The appends that wait for the next commit.
  var pending: [AppendRequest] = []
  var isFlushScheduled = false
  /// Whether a method is moving the branch.
  var isWriting = false
  var writersWaiting: [CheckedContinuation<Void, Never>] = []
  /// The format in force if the last `format.json` seen was not this program's, by its blob.
  var knownFormat: (blob: ObjectID, found: FormatHistory.Found?)?
  /// The log of the branch's history, as far as it was walked.
  var knownLog: IntroductionLog?
  /// The verifier of signatures with its remembered verdicts, and the list of signers it is for.
  var knownVerifier: (signers: SHA256Digest, verifier: SignatureVerifier)?
  /// The last computed trust state, with the key of the trusted people.
  var knownTrust: (key: String, state: TrustState)?
  /// The last computed redactions, with the key of the trusted people.
  ///
  /// `absent` contains the hashes that they name and that were not records.
  var knownRedactions: (key: String, commit: String, fold: RedactionFold, absent: Set<ContentID>)?

  init(
    location: StoreLocation, repository: consuming sending Repository,
    settings: consuming sending Repository, environment: [String: String],
    config: EffectiveConfig?
  ) {
    self.location = location
    self.repository = repository
    self.settings = settings
    self.environment = environment
    self.config = config
  }

  /// The queue on which all work of this store runs.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// Returns the current commit of the branch.
  ///
  /// This is the local branch, else the remote-tracking branch of `origin` or of the only remote
  /// that has it.
  ///
  /// - Returns: the commit, or `nil` if the branch does not exist yet.
  /// - Throws: `damaged`, or `ambiguous` if several remotes have the branch and none is `origin`.
  public func head() throws(StoreError) -> Head? { try tip()?.head }

  func tip() throws(StoreError) -> Tip? {
    try Tip.find(branch: location.branch, in: repository)
  }

  /// Returns the tip, which must exist.
  func requiredTip() throws(StoreError) -> Tip {
    guard let tip = try tip() else { throw noStore() }
    return tip
  }

  func noStore() -> StoreError {
    StoreError(
      .noStore, "there is no branch \(location.branch) in \(location.commonDirectory)",
      remedy: .anyOf([
        .run(.initializeStore), "fetch the branch from the repository that has the store",
      ]))
  }

  /// Returns the current git identity: `GIT_AUTHOR_*`, then `author.*`, then `user.*`.
  ///
  /// - Throws: `identity-missing`, with the commands that set it.
  public func author() throws(StoreError) -> Person {
    let signature = try signature()
    return Person(name: signature.name, email: signature.email)
  }

  func signature() throws(StoreError) -> Signature {
    let variables = config?.completing(environment) ?? environment
    do throws(GitError) {
      return try settings.signature(environment: variables)
    } catch {
      throw StoreError(error)
    }
  }

  /// Returns the author and committer for a commit of a person: the person, and git's identity.
  ///
  /// - Parameter person: the person, or `nil` for git's identity.
  /// - Returns: both, with the current time.
  /// - Throws: `identity-missing` if both are unknown.
  func signatures(
    of person: Person?
  ) throws(StoreError) -> (author: Signature, committer: Signature) {
    guard let person else {
      let own = try signature()
      return (own, own)
    }
    let author: Signature
    do throws(GitError) {
      author = try settings.signature(
        environment: ["GIT_AUTHOR_NAME": person.name, "GIT_AUTHOR_EMAIL": person.email])
    } catch { throw StoreError(error) }
    do throws(StoreError) { return (author, try signature()) } catch {
      // A server may have no identity of its own.
      guard error.code == .identityMissing else { throw error }
      return (author, author)
    }
  }
}
