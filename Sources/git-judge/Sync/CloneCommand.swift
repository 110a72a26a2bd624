import ArgumentParser
import GitJudge

/// `git judge clone`.
struct CloneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clone",
    abstract: "Clone a repository with its store, and show what is in it.",
    discussion: """
      Plain `git clone` works too. This command also checks that there is a store, and makes the \
      only experiment the current one.

      EXAMPLES
        git judge clone git@example.org:team/support.git
        git judge clone ../reviews.git other
      """)

  @Argument(help: "The path or URL of the repository.") var url: String
  @Argument(help: "The folder to create. Default: the repository's name.") var target: String?

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let folder = try await SharingService.clone(url, to: target, in: options.folder)
    let repository = try await JudgeRepository.open(at: folder)
    let experiments = try await repository.experiments.all()
    if experiments.count == 1, let only = experiments.first {
      _ = try await repository.experiments.use(only.name)
    }
    // The people whom this clone trusts must not change with later pushes of others.
    try await repository.trust.pinOwners()
    let status = try await repository.maintenance.status()
    options.confirm([
      "folder": .string(folder), "tip": status.head.map { .string($0.commit) } ?? .null,
      "experiments": .array(experiments.map { .string($0.name) }),
    ]) {
      let names = experiments.map { SafeText.terminal($0.name) }.joined(separator: ", ")
      return "Cloned into \(SafeText.terminal(folder)); experiments: \(names)\n"
    }
  }
}
