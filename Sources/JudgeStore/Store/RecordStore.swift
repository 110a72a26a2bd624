import JudgeGit
import JudgeJSON
public import JudgeRecords
import JudgeWork

/// The records on one branch of a git repository: append, read, unite, verify.
///
/// Nothing here goes through git's index or a work tree. An actor with a thread of its own, since
/// its work waits for the disk; all its methods can be called from any number of tasks.
public actor RecordStore {
  /// Where the store is.
  public nonisolated let location: StoreLocation

  /// Holds objects, references and tags.
  let repository: Repository
  /// The repository somebody stands in; another one only if `judge.store` led away from it.
  let settings: Repository
  let environment: [String: String]
  /// The configuration as the environment changes it, if it does.
  var config: EffectiveConfig?
  private nonisolated let executor = StoreExecutor()

  /// Appends that wait for the next commit.
  var pending: [AppendRequest] = []
  var isFlushScheduled = false
  /// Whether some method is moving the branch, and who waits for it to end.
  var isWriting = false
  var writersWaiting: [CheckedContinuation<Void, Never>] = []
  /// The format in force if the last `format.json` seen was not this program's, by its blob.
  var knownFormat: (blob: ObjectID, found: FormatHistory.Found?)?
  /// The log of the branch's history as far as it was walked.
  var knownLog: IntroductionLog?
  /// The verifier of signatures with its remembered verdicts, by the list of signers.
  var knownVerifier: (signers: SHA256Digest, verifier: SignatureVerifier)?
  /// The last trust worked out, by whom this clone trusts.
  var knownTrust: (key: String, state: TrustState)?
  /// The last redactions worked out, by whom this clone trusts.
  ///
  /// With the hashes that they name and of which there was no record.
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

  /// The queue that all work of this store runs on.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// Where the branch is now: the local one, else the remote-tracking one of `origin` or of the
  /// only remote that has it.
  ///
  /// - Returns: the commit, or `nil` if the branch does not exist yet.
  /// - Throws: `damaged`, or `ambiguous` if several remotes have the branch and none is `origin`.
  public func head() throws(StoreError) -> Head? { try tip()?.head }

  func tip() throws(StoreError) -> Tip? {
    try Tip.find(branch: location.branch, in: repository)
  }

  /// The tip, if there must be one.
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

  /// Who is writing, as git finds it: `GIT_AUTHOR_*`, then `author.*`, then `user.*`.
  ///
  /// - Throws: `identity-missing` with the commands that set it.
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

  /// Who stands in a commit of a person's: as the author the person, as the committer the identity
  /// that git has.
  ///
  /// - Parameter person: the person, or `nil` for that identity.
  /// - Returns: both, dated now.
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
