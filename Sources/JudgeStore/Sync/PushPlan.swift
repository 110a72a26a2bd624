/// The references that a push sends: a pure value over the local references and those of the
/// remote.
struct PushPlan: Hashable {
  /// The full name of the store's branch.
  let branch: String
  /// Whether the local branch is at another commit than the remote's.
  let movesBranch: Bool
  /// The local version tags that the remote lacks and can accept.
  ///
  /// Each is checked before it is sent, because a server refuses the whole push if a tag has no
  /// registration.
  let candidates: [GitReference]
  /// The full names of the tags to send.
  var tags: [String] = []

  /// Plans a push.
  ///
  /// - Parameters:
  ///   - branch: the name of the store's branch.
  ///   - head: the tip of the local branch.
  ///   - local: the local version tags.
  ///   - listing: the references of the remote.
  ///   - withTags: whether to send tags.
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

  /// Returns the refspecs that send the references to those with the same names.
  ///
  /// git matches the destination of a plain refspec by the end of a reference's name, so another
  /// reference of the remote can make it ambiguous. The destination of a pattern is always the full
  /// name. A pattern also matches longer names; these are excluded one by one.
  ///
  /// - Parameters:
  ///   - isAmbiguous: whether the remote has references that end in one of these names.
  ///   - known: the local references that a pattern might match.
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

/// Decides after each push how a sync continues: a pure value.
struct PushRetries: Hashable {
  /// The next step.
  enum Step: Hashable {
    /// The remote has everything.
    case done
    /// A program at the remote removed a file during the push: push again after a pause.
    case repeats(milliseconds: Int)
    /// Somebody else pushed first: unite and push again, after a random pause of at most this many
    /// milliseconds, and list the remote first if `asks` is set.
    case unites(upTo: Int, asks: Bool)
    /// The remote refused, with its reason and a hint.
    case refused(String, hint: String?)
    /// The remote could not be reached, with git's message.
    case unreachable(String)
    /// The races were lost for too long.
    case outrun
  }

  /// The number of lost races.
  private(set) var lost = 0
  /// Whether the branch is pushed without tags, because the remote does not accept one of them.
  private(set) var isPlain = false
  private var disturbed = 0

  /// Decides on the next step.
  ///
  /// - Parameters:
  ///   - outcome: the outcome of the push.
  ///   - isLate: whether the time for lost races is over.
  ///   - hasTip: whether the remote's branch existed when the remote was last listed.
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

  /// Records the answer of the remote.
  ///
  /// - Parameter hasMoved: whether its branch has moved.
  mutating func asked(hasMoved: Bool) { isPlain = lost % 4 == 0 && !hasMoved }
}
