import ArgumentParser
import GitJudge

/// `git judge owners`.
struct OwnersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "owners",
    abstract: "Show or set whose redactions hide what others wrote.",
    discussion: """
      Owners are those that git config judge.owners pins in this clone; where nothing is pinned, \
      those that the branch's file `owners` lists. Naming some writes the file and pins them here. \
      `git judge clone` pins what it finds. A list on the branch that differs from the pinned one \
      counts only after --pin.

      EXAMPLES
        git judge owners
        git judge owners lead@example.org dpo@example.org
        git judge owners --pin
      """)

  @OptionGroup var options: RepositoryOptions

  @Argument(help: ArgumentHelp("Source ids: git e-mail addresses.", valueName: "id"))
  var owners: [String] = []

  @Flag(help: "Trust the branch's list in this clone.")
  var pin = false

  func run() async throws {
    let repository = try await options.open()
    let state = try await repository.owners(setting: owners, pin: pin)
    options.confirm(state.json, isWrite: pin || !owners.isEmpty) {
      var text = state.inForce.map { SafeText.terminal($0) + "\n" }.joined()
      if state.inForce.isEmpty { text = "no owners: people redact only what is their own\n" }
      if state.differs {
        text +=
          "the branch lists others: \(SafeText.terminal(state.listed.joined(separator: ", "))); "
          + "`git judge owners --pin` trusts them\n"
      }
      return text
    }
  }
}
