import ArgumentParser
import GitJudge

/// `git judge trust`.
struct TrustCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust",
    abstract: "Allow the program of a judge to run on this machine.",
    discussion: """
      If you fetch a judge that is a program, it does not run until you trust it. It then runs \
      only as long as its files are those that the judge was made with. Read the program before \
      you trust it.

      EXAMPLES
        git judge trust 9f8e7d6c
      """)

  @Argument(help: "The judge: NAME, NAME@v3 or a hash prefix.") var judge: String

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let version = try await options.open().programs.trust(judge)
    options.confirm([
      "judge": .string(version.name), "hash": .string(version.hash.hex), "trusted": true,
    ]) { "\(SafeText.terminal(version.label)) (\(version.hash.prefix(12))) may run here\n" }
  }
}
