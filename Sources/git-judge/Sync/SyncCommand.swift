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

      A server may demand that labels are signed, and refuse those made before signing was on. \
      --sign commits your own such labels once more, signed, and merges that: no history is \
      rewritten and nothing is lost. It signs what stands in commits under your name here, so look \
      first where you have pulled from somebody else.

      EXAMPLES
        git judge sync
        git judge sync --sign
        git judge sync upstream --json
      """)

  @OptionGroup var options: RepositoryOptions

  @Argument(
    help: "The remote; git config judge.remote, origin, or the only one where it is left out.")
  var remote: String?

  @Flag(help: "Then put the purged history on the remote; see `git judge redact --purge`.")
  var purge = false

  @Flag(help: "First sign your own labels again that no signed commit of yours has.")
  var sign = false

  func validate() throws {
    if purge, sign { throw ValidationError("--purge and --sign are two syncs: sign first") }
  }

  func run() async throws {
    let repository = try await options.open()
    let isQuiet = options.quiet
    let result =
      purge
      ? try await repository.redactions.syncPurge(remote)
      : try await repository.sharing.sync(
        remote, signing: sign,
        warn: { if !isQuiet { Console.say("warning: \(SafeText.terminal($0))") } })
    let exports = result.redacted > 0 ? repository.maintenance.exports : []
    options.confirm(result.json) {
      var text =
        "\(Count.of(result.fetched, "record")) fetched, \(result.pushed) pushed, with "
        + "\(SafeText.terminal(result.remote)) at \(result.tip?.prefix(12) ?? "nothing")\n"
      if sign { text += "\(result.signed) of your records signed again\n" }
      for line in result.renumbered { text += "renumbered: \(SafeText.terminal(line))\n" }
      for path in result.mended {
        text += "mended: \(SafeText.terminal(path)) had been edited; its own bytes are back\n"
      }
      if result.restored > 0 {
        text += "put back: \(Count.of(result.restored, "record")) that somebody had taken away\n"
      }
      for problem in result.problems {
        text +=
          "warning: \(SafeText.terminal(problem.path)): \(SafeText.terminal(RemedyText.of(problem)))\n"
      }
      if result.joined > 0 {
        text +=
          "joined: \(Count.of(result.joined, "record")) made before are committed again on the "
          + "history of \(SafeText.terminal(result.remote))\n"
      }
      if result.startedOver {
        text += "the remote's history was purged: this clone started over from it\n"
      }
      if result.startedOver || result.purged > 0 {
        text += RedactionService.collection.map { RedactCommand.sentence($0) }.joined()
      }
      if result.redacted > 0 { text += "redacted: \(result.redacted)\n" }
      text += RedactCommand.text(exports: exports)
      if !result.ignored.isEmpty {
        text += "\(Count.of(result.ignored.count, "record is", "records are")) ignored\n"
      }
      return text
    }
  }
}
