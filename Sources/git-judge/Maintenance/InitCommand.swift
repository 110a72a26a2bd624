import ArgumentParser
import GitJudge

/// `git judge init`.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Create the store: the branch `judge` with its format file.",
    discussion: """
      Works in any git repository: empty, bare or full of code. Your work tree and git's index \
      stay as they are. Running it again changes nothing.

      EXAMPLES
        git judge init
        git config judge.branch reviews && git judge init
        git config judge.store ../reviews.git && git judge init
      """)

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let repository = try await options.open()
    let result = try await repository.maintenance.initialize()
    let location = repository.store.location
    // Printed only when the store is made. On a second run the user has already read it.
    for remote in result.remotes where result.created {
      options.say(
        "note: `git push --all \(remote.name)` would send the branch \(location.branch), with "
          + "traces in it, to \(remote.url); keep the store in a repository of its own if that "
          + "is not wanted (git config judge.store PATH)")
    }
    let word = result.created ? "Created the store" : "The store exists already"
    options.confirm([
      "branch": .string(location.branch), "created": .bool(result.created),
      "commit": .string(result.commit), "git_dir": .string(location.commonDirectory),
    ]) {
      "\(word): branch \(location.branch) in \(location.commonDirectory)\n"
        + (result.created ? "Next: git judge experiment create NAME\n" : "")
    }
  }
}
