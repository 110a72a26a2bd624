import ArgumentParser
import GitJudge

/// `git judge trust`.
struct TrustCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust",
    abstract: "Let the program of a judge run on this machine.",
    discussion: """
      A fetched judge that is a program runs only after this, and only while the files that it \
      names are the ones it was made with. Read the program first.

      EXAMPLES
        git judge trust 9f8e7d6c
      """)

  @OptionGroup var options: RepositoryOptions
  @Argument(help: "The judge: NAME, NAME@v3, or a prefix of its hash.") var judge: String

  func run() async throws {
    let version = try await options.open().programs.trust(judge)
    options.confirm([
      "judge": .string(version.name), "hash": .string(version.hash.hex), "trusted": true,
    ]) { "\(SafeText.terminal(version.label)) (\(version.hash.prefix(12))) may run here\n" }
  }
}
