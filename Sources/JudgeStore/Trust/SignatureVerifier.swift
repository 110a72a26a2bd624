import FoundationEssentials
package import JudgeGit
import JudgeWork

/// Verifies signatures of commits and tags against a pinned list of keys.
///
/// It runs in this process with libcrypto and gives the answers that `ssh-keygen -Y verify` would
/// give for one principal and the pinned list. The output of git or gpg is not used, because git
/// says "Good" about a signature by anybody. Certificates and unknown types of keys are passed to
/// `ssh-keygen`, but only if the list names their authority or the key itself.
///
/// `valid-after` and `valid-before` are checked against the time in the object itself: a commit's
/// committer date, a tag's tagger date. git does the same (`-Overify-time`), so a replaced key
/// still vouches for the commits that it signed. The holder of an expired key can still write an
/// earlier date, so remove a stolen key from the list. If an object has no date, or the date 0, the
/// present time counts, as in git.
package struct SignatureVerifier: Sendable {
  /// The result of checking a signature.
  package enum Verdict: String, Sendable, Hashable, CaseIterable {
    /// Signed by a key that the file gives to the principal.
    case good
    /// Not signed, or not here.
    case missing
    /// Signed by another key, or over other bytes, or in a form that is not pinned.
    case bad
  }

  /// The purpose for which git signs.
  static let namespace = "git"
  /// The largest commit or tag that is verified, in bytes.
  ///
  /// The signature of a larger one is bad.
  package static let maximumSize = 16 << 20

  private let git: GitProgram
  private let signers: AllowedSigners
  private let cache: SignatureCache

  /// Verifies against a list.
  ///
  /// - Parameters:
  ///   - git: reads the objects. In a hook, it has the variables of the push's quarantine.
  ///   - signers: the list.
  ///   - cache: the state directory in which verdicts are kept. If `nil`, they are kept as long as
  ///     this value and its copies live.
  package init(_ git: GitProgram, signers: AllowedSigners, cache: String? = nil) {
    self.git = git
    self.signers = signers
    self.cache = SignatureCache(in: cache, signers: signers)
  }

  /// Whether a commit or tag is signed by somebody.
  ///
  /// - Parameters:
  ///   - object: the commit or tag, 40 hexadecimal digits.
  ///   - principal: who is to have signed it.
  /// - Returns: the verdict.
  /// - Throws: what ``verify(_:)`` throws.
  package func verify(_ object: String, by principal: String) async throws(GitError) -> Verdict {
    try await verify([(object: object, principal: principal)]).first ?? .missing
  }

  /// Whether commits or tags are signed by their expected signers.
  ///
  /// This is much faster than checking each one separately: one `git cat-file` reads them all, all
  /// cores verify, and only a few megabytes are in memory at a time.
  ///
  /// - Parameter items: for each item, the commit or tag as 40 hexadecimal digits and the expected
  ///   signer.
  /// - Returns: the verdicts, in the same order.
  /// - Throws: if git cannot be run or an object is damaged; `programMissing` if `ssh-keygen` is
  ///   needed for a certificate but not installed.
  package func verify(
    _ items: [(object: String, principal: String)]
  ) async throws(GitError) -> [Verdict] {
    try await verify(
      objects: items.map { (object: ObjectID(hex: $0.object), principal: $0.principal) })
  }

  /// As ``verify(_:)`` of names; what is not an object's name is missing.
  func verify(
    objects items: [(object: ObjectID?, principal: String)]
  ) async throws(GitError) -> [Verdict] {
    var verdicts = [Verdict](repeating: .missing, count: items.count)
    var ids: [ObjectID] = []
    var places: [ObjectID: [Int]] = [:]
    for (place, item) in items.enumerated() {
      guard let id = item.object else { continue }
      if let known = cache.verdict(on: id, by: item.principal) {
        verdicts[place] = known
      } else if places[id]?.append(place) == nil {
        places[id] = [place]
        ids.append(id)
      }
    }
    guard !ids.isEmpty else { return verdicts }
    var running: [Task<Result<[Found], GitError>, Never>] = []
    let all = places.values.reduce(0) { $0 + $1.count }
    var settled = 0
    func settle(_ limit: Int) async throws(GitError) {
      while running.count > limit {
        let found = try await running.removeFirst().value.get()
        settled += found.count
        WorkProgress.report("Verifying signatures", settled, of: all)
        for one in found { verdicts[one.place] = one.verdict }
        cache.add(
          found.filter(\.isFinal).map { one in
            (ids[one.object], items[one.place].principal, one.verdict)
          })
      }
    }
    let cores = max(1, ProcessInfo.processInfo.activeProcessorCount)
    try await git.readObjects(
      ids, limit: Self.maximumSize, batch: (bytes: 1 << 20, count: 512)
    ) { first, answers throws(GitError) in
      var work: [Work] = []
      for (offset, answer) in answers.enumerated() {
        let asked = (places[ids[first + offset]] ?? []).map { ($0, items[$0].principal) }
        work.append(Work(object: first + offset, answer: answer, asked: asked))
      }
      let batch = work
      running.append(Task { @concurrent in await self.check(batch) })
      try await settle(cores)
    }
    try await settle(0)
    return verdicts
  }

  /// An object, and who is to have signed it.
  private struct Work: Sendable {
    let object: Int
    let answer: ObjectAnswer
    let asked: [(place: Int, principal: String)]
  }

  /// The verdict on one item.
  private struct Found: Sendable {
    let place: Int
    let object: Int
    let verdict: Verdict
    let isFinal: Bool
  }

  private func check(_ batch: [Work]) async -> Result<[Found], GitError> {
    var found: [Found] = []
    var foreign: [(Work, place: Int, principal: String, SignedObject, time: Int64?)] = []
    var check = SignatureCheck(signers, now: Int64(Date().timeIntervalSince1970))
    for work in batch {
      for (place, principal) in work.asked {
        switch check.find(work.answer, by: principal) {
        case .verdict(let verdict, let isFinal):
          found.append(
            Found(place: place, object: work.object, verdict: verdict, isFinal: isFinal))
        case .foreign(let object, let time):
          foreign.append((work, place, principal, object, time))
        }
      }
    }
    do throws(GitError) {
      for (work, place, principal, object, time) in foreign {
        let program = SSHKeygen(signers: signers, principal: principal, time: time)
        let (verdict, isFinal) = try await program.verify(object)
        found.append(Found(place: place, object: work.object, verdict: verdict, isFinal: isFinal))
      }
      return .success(found)
    } catch { return .failure(error) }
  }
}
