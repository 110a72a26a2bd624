import JudgeGit
import JudgeRecords
import JudgeWork

/// Records that were on the branch and no longer are.
struct Vanished {
  /// A vanished record.
  struct Item {
    let path: RecordPath
    /// The blob that held it.
    let blob: ObjectID
    /// The cause of the removal, for people.
    let reason: String
    /// An earlier state of the branch that contains it, if the tip's history does not.
    var source: ObjectID?
  }

  /// The vanished records by path in the tree.
  var missing: [String: Item] = [:]
  /// Earlier tips that the branch no longer contains.
  var rewritten: [ObjectID] = []

  var problems: [Problem] {
    rewritten.map { tip in
      Problem(
        kind: Problem.Word.historyRewritten, path: tip.hex,
        message: "the branch was at this commit and no longer contains it",
        remedy: .run(.acceptHistory, to: "accept the branch as it is"))
    }
      + missing.map { path, item in
        Problem(
          kind: Problem.Word.vanished, path: path,
          message: item.reason,
          remedy: .run(.repairStore, to: "put it back"))
      }
  }
}
