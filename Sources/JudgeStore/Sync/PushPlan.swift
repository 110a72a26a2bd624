/// What a push sends: a pure value over the references here and those of the remote.
struct PushPlan: Hashable {
  /// The full name of the store's branch.
  let branch: String
  /// Whether the branch here is at another commit than the remote's.
  let movesBranch: Bool
  /// The version tags here that the remote can take and does not have.
  ///
  /// Each is checked before it is sent: a tag without a registration would have a server refuse
  /// everything.
  let candidates: [GitReference]
  /// The full names of the tags to send.
  var tags: [String] = []

  /// Plans a push.
  ///
  /// - Parameters:
  ///   - branch: the name of the store's branch.
  ///   - head: the branch's tip here.
  ///   - local: the version tags here.
  ///   - listing: what the remote has.
  ///   - withTags: whether tags go at all.
  init(
    branch: String, head: String?, local: [GitReference], listing: RemoteListing, withTags: Bool
  ) {
    self.branch = "refs/heads/\(branch)"
    movesBranch = head != listing.tip
    candidates = withTags ? local.filter { listing.admits($0.name) } : []
  }

  /// Whether the remote has everything.
  var isEmpty: Bool { !movesBranch && tags.isEmpty }

  /// All references to send.
  var names: [String] { [branch] + tags }

  /// The refspecs that send the references to those of the same names.
  ///
  /// git matches the destination of a plain refspec by the end of a reference's name, so another
  /// reference of the remote can make it ambiguous. The destination of a pattern is always the full
  /// name. A pattern also matches longer names; these are excluded one by one.
  ///
  /// - Parameters:
  ///   - isAmbiguous: whether the remote has references that end in one of these names.
  ///   - known: the references here that a pattern might match.
  /// - Returns: arguments of `git push`.
  func refspecs(isAmbiguous: Bool, known: [String]) -> [String] {
    guard isAmbiguous else { return names.map { "\($0):\($0)" } }
    let ours = Set(names)
    let others = known.filter { name in
      !ours.contains(name) && names.contains { name.hasPrefix($0) }
    }
    return names.map { "\($0)*:\($0)*" } + others.map { "^\($0)" }
  }
}

/// Decides after each push how a sync goes on: a pure value.
struct PushRetries: Hashable {
  /// What comes next.
  enum Step: Hashable {
    /// The remote has everything.
    case done
    /// A program at the remote removed a file during the push: push again after a pause.
    case repeats(milliseconds: Int)
    /// Somebody else was faster: unite and push again, after a random pause of at most this, and
    /// ask the remote first if `asks` is set.
    case unites(upTo: Int, asks: Bool)
    /// The remote refused, with its reason and a hint.
    case refused(String, hint: String?)
    /// The remote was not reached, with git's words.
    case unreachable(String)
    /// The races were lost for too long.
    case outrun
  }

  /// How often somebody else was faster.
  private(set) var lost = 0
  /// Whether the branch goes without tags, because the remote does not take one of them.
  private(set) var isPlain = false
  private var disturbed = 0

  /// Decides.
  ///
  /// - Parameters:
  ///   - outcome: how the push ended.
  ///   - isLate: whether the time for lost races is over.
  ///   - hasTip: whether the remote's branch existed when it was last asked.
  /// - Returns: the next step.
  mutating func next(after outcome: PushOutcome, isLate: Bool, hasTip: Bool) -> Step {
    switch outcome {
    case .done: return .done
    case .unreachable(let words): return .unreachable(words)
    case .refused(let words, let hint):
      guard PushOutcome.isDisturbed(words), disturbed < 5 else {
        return .refused(words, hint: hint)
      }
      disturbed += 1
      return .repeats(milliseconds: 200 * disturbed)
    case .behind:
      guard !isLate else { return .outrun }
      lost += 1
      // Asking the remote again only gives others time to be faster, but if it has not moved,
      // something else than a race keeps the push out. Somebody always wins a race, so waiting
      // helps only those who have lost more often: the one that has lost least waits longest.
      return .unites(upTo: 400 / lost, asks: !hasTip || lost % 4 == 0)
    }
  }

  /// Takes note of the remote's answer.
  ///
  /// - Parameter hasMoved: whether its branch is another one than before.
  mutating func asked(hasMoved: Bool) { isPlain = lost % 4 == 0 && !hasMoved }
}
