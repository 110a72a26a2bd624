import JudgeGit

/// The data that a repair of a branch with missing objects collects.
struct Rescue {
  /// Remotes from which everything was fetched.
  var fetched: [String] = []
  /// Messages for the user.
  var notes: [String] = []
  /// The lost records.
  var lost: [LostRecord] = []
  /// Tips of the remotes.
  var tips: [ObjectID] = []
  /// The fetched packs, kept until references point to their objects.
  var packs: [KeptPack] = []

  func release() { for pack in packs { pack.release() } }
}
