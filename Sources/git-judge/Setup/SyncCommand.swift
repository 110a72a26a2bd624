import ArgumentParser
import GitJudge

/// `git judge sync`.
struct SyncCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Fetch, unite and push the store, until the remote has everything that is here.",
    discussion: """
      Nothing conflicts: both sides' records are kept. Offline it says what is waiting (exit 125). \
      A version number that somebody else took meanwhile is renumbered. Interrupted at any point, \
      the next sync completes it.

      EXAMPLES
        git judge sync
        git judge sync upstream --json
      """)

  @OptionGroup var options: RepositoryOptions

  @Argument(
    help: "The remote; git config judge.remote, origin, or the only one where it is left out.")
  var remote: String?

  @Flag(help: "Then put the purged history on the remote; see `git judge redact --purge`.")
  var purge = false

  func run() async throws {
    let repository = try await options.open()
    let result = purge ? try await repository.syncPurge(remote) : try await repository.sync(remote)
    options.print(result.json) {
      var text =
        "\(result.fetched) records fetched, \(result.pushed) pushed, with "
        + "\(SafeText.terminal(result.remote)) at \(result.tip?.prefix(12) ?? "nothing")\n"
      for line in result.renumbered { text += "renumbered: \(SafeText.terminal(line))\n" }
      if result.startedOver {
        text += "the remote's history was purged: this clone started over from it\n"
      }
      if result.startedOver || result.purged > 0 {
        text += "to remove the bytes from this disk: \(JudgeRepository.collectCommand)\n"
      }
      if result.redacted > 0 { text += "redacted: \(result.redacted)\n" }
      if !result.ignored.isEmpty { text += "\(result.ignored.count) records are ignored\n" }
      return text
    }
  }
}
