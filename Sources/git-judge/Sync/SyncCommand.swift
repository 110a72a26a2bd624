import ArgumentParser
import GitJudge

/// `git judge sync`.
struct SyncCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Fetch, merge and push the store.",
    discussion: """
      Repeats until the remote has all your records. There are no conflicts: the records of both \
      sides are kept. Without a network, it prints what is waiting (exit code 125). If somebody \
      else has taken one of your version numbers, your version gets another one. If a sync is \
      interrupted, the next one completes it.

      A server may require signed labels, and refuse labels that you made before you started to \
      sign. --sign commits your own labels again, signed, and merges the result. No history is \
      rewritten and nothing is lost. It signs all labels in commits under your name in this clone, \
      so check them first if you have pulled from somebody else.

      EXAMPLES
        git judge sync
        git judge sync --sign
        git judge sync upstream --json
      """)

  @Argument(
    help: "The remote. Default: git config judge.remote, origin, or the only remote.")
  var remote: String?

  @Flag(help: "Then put the purged history on the remote; see `git judge redact --purge`.")
  var purge = false

  @Flag(help: "First sign your own labels that are not in a signed commit of yours.")
  var sign = false

  @OptionGroup var options: RepositoryOptions

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
