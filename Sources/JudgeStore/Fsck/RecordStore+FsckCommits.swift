import JudgeGit
import JudgeWork

extension RecordStore {
  /// Commits of the history whose headers no git command writes; what they bring counts, in
  /// nobody's name if they do not name their author.
  func commitProblems(_ tip: Tip) async -> [Problem] {
    let listed: GitProgram.Output
    do throws(GitError) {
      listed = try await GitProgram(repository).run(["rev-list", tip.commit.hex, "--"])
    } catch {
      // `git fsck` tells of a history that cannot be walked.
      return []
    }
    var problems: [Problem] = []
    for line in listed.lines {
      guard let id = ObjectID(hex: line), let complaint = try? repository.complaint(ofCommit: id)
      else { continue }
      problems.append(
        Problem(
          kind: Problem.Word.commitHeader, path: "",
          message: "the commit \(id.hex) is not as git writes it: \(complaint); everything works, "
            + "and only a rewrite of the branch removes it",
          remedy: .run(.installServerHooks, to: "keep such commits out")))
    }
    return problems
  }
}
