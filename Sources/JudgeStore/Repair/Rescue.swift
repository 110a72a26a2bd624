import JudgeGit

/// The data that a repair of a branch with missing objects collects.
struct Rescue {
  /// Remotes from which everything was fetched.
  var fetched: [String] = []
  /// Messages for the user.
  var notes: [String] = []
  /// Records that nothing has any more.
  var lost: [LostRecord] = []
  /// Tips of the remotes.
  var tips: [ObjectID] = []
  /// Packs that came, kept until references lead to what they hold.
  var packs: [KeptPack] = []

  func release() { for pack in packs { pack.release() } }
}
