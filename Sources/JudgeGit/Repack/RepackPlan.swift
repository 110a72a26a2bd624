/// Whether packs should be folded, and which must be left alone: a pure decision.
struct RepackPlan: Hashable, Sendable {
  /// Names of packs that are not ours: `--keep-pack`.
  var kept: [String]

  /// How many packs of ours are let be.
  ///
  /// Half of what git tolerates (`gc.autoPackLimit`, 50 unless set, where 0 is git's "never"), so
  /// that `git gc --auto`, which rewrites everything, finds no reason to start because of us; and
  /// at most 24, where reading is still as fast as from one pack.
  static func limit(autoPackLimit: Int?) -> Int {
    let tolerated = autoPackLimit.map { $0 <= 0 ? 50 : $0 } ?? 50
    return max(2, min(24, tolerated / 2))
  }

  /// Nil if nothing needs doing.
  ///
  /// - Parameters:
  ///   - present: Names of all packs in the folder.
  ///   - ours: Those we wrote or folded.
  ///   - limit: How many of ours are let be.
  init?(present: Set<String>, ours: Set<String>, limit: Int) {
    guard present.intersection(ours).count > limit else { return nil }
    kept = present.subtracting(ours).sorted()
  }

  /// The arguments after `git`.
  ///
  /// Never `-a` and never a prune: objects of others, reachable or not, stay what they are.
  var arguments: [String] {
    ["repack", "--geometric=2", "-d", "-l", "-q"] + kept.map { "--keep-pack=\($0).pack" }
  }
}
