import ArgumentParser
import GitJudge

/// `git judge owners`.
struct OwnersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "owners",
    abstract: "Show or set the owners, and record an owner's decisions.",
    discussion: """
      The owners are the addresses that git config judge.owners pins in this clone. If none are \
      pinned, the history decides: the author of the first commit is the owner until an owner sets \
      others. `git judge clone` pins the owners that it finds.

      To set the owners, list all of them. The list replaces the one before; it is written to the \
      file `owners` of the branch and pinned in this clone. If you are not on the list, add \
      --force.

      If somebody else adds a label in the name of a pinned reviewer, the label waits for an \
      owner. To confirm it, use --confirm with a label, a record or a source.

      EXAMPLES
        git judge owners
        git judge owners lead@example.org dpo@example.org
        git judge owners new@example.org --force
        git judge owners --pin
        git judge owners --confirm kim@example.org --reason "her labels came by mail"
        git judge owners --same-person kim@old.example.org --same-person kim@example.org
        git judge owners --adopt 3f2a9c --reason "the pilot's store"
        git judge owners --lift 81bc02 --reason "redacted by mistake"
      """)

  @Argument(
    help: ArgumentHelp(
      "The new owners: source ids, which are git e-mail addresses.", valueName: "id"))
  var owners: [String] = []

  @Flag(help: "Pin the branch's list of owners in this clone.")
  var pin = false

  @Flag(help: "Set the list even if you are not on it.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "Count this label, or all waiting labels of this source, as the source's own.",
      valueName: "label|source"))
  var confirm: [String] = []

  @Option(
    help: ArgumentHelp(
      "Treat these addresses as one person, known by the last of them.", valueName: "address"))
  var samePerson: [String] = []

  @Option(
    help: ArgumentHelp(
      "Accept the commits of another history, named by its first commit.", valueName: "commit"))
  var adopt: [String] = []

  @Option(help: ArgumentHelp("Undo a redaction.", valueName: "redaction"))
  var lift: [String] = []

  @Option(
    help: ArgumentHelp("Undo a decision that an owner recorded here.", valueName: "endorsement"))
  var withdraw: [String] = []

  @Option(help: ArgumentHelp("The reason for the decision.", valueName: "text"))
  var reason: String?

  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    guard try ListArgument.items(samePerson, of: "--same-person").count != 1 else {
      throw ValidationError("--same-person needs at least two addresses")
    }
  }

  func run() async throws {
    let repository = try await options.open()
    var request = EndorsementRequest()
    request.confirm = try ListArgument.items(confirm, of: "--confirm")
    request.samePerson = try ListArgument.items(samePerson, of: "--same-person")
    request.adopt = try ListArgument.items(adopt, of: "--adopt")
    request.lift = try ListArgument.items(lift, of: "--lift")
    request.withdraw = try ListArgument.items(withdraw, of: "--withdraw")
    request.reason = reason
    if !request.isEmpty {
      let made = try await repository.trust.endorse(request)
      let confirmed = made.reduce(0) { $0 + $1.value.confirms.count }
      if confirmed > 0 { options.say("\(Count.of(confirmed, "record")) confirmed") }
      for item in made { options.say("recorded as \(item.id.prefix(12))") }
    }
    let state = try await repository.trust.owners(
      setting: owners, pin: pin, anyway: force)
    options.confirm(state.json, isWrite: pin || !owners.isEmpty || !request.isEmpty) {
      var text = state.inForce.map { SafeText.terminal($0) + "\n" }.joined()
      if state.inForce.isEmpty {
        text = "no owner is known: people redact only what is their own\n"
      }
      if state.differs {
        text +=
          "the branch lists others: \(SafeText.terminal(state.listed.joined(separator: ", "))); "
          + "`git judge owners --pin` trusts them\n"
      }
      for root in state.foreignRoots {
        text +=
          "a history that begins at \(root.prefix(12)) vouches for nobody; "
          + "`git judge owners --adopt \(root.prefix(12))` accepts it\n"
      }
      return text
    }
  }
}
