import ArgumentParser
import GitJudge

/// `git judge redact`.
struct RedactCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redact",
    abstract: "Hide a trace, a label, or everything from a reviewer.",
    discussion: """
      Hides it at once from every list, metric, search and export, and deletes cached answers of \
      models that contain its text. The files stay, so that references to them stay valid. No sync \
      brings it back.

      Only an owner (see `git judge owners`) or the author can redact. A redaction by anybody else \
      is pending: it is listed and hides nothing until an owner or the author redacts the same, or \
      confirms it by its number. With --purge, an owner also prepares a history without the bytes.

      EXAMPLES
        git judge redact tr-12ab --reason "a customer's address"
        git judge redact a-91c2 --reason "names a colleague"
        git judge redact reviewer@example.org --reason "asked to be forgotten" --purge
        git judge redact --list
      """)

  @Argument(
    help: ArgumentHelp(
      "The id of a trace or an assessment, a reviewer's source id, a record's hash, or the number "
        + "of a pending redaction.", valueName: "what"))
  var target: String?

  @Option(help: "The reason, for people who find the redaction.")
  var reason: String?

  @Flag(help: "Also prepare a history without the bytes; owners only.")
  var purge = false

  @Flag(help: "List pending redactions.")
  var list = false

  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    guard list != (target != nil) else { throw ValidationError("name what to hide, or --list") }
    guard list || !(reason ?? "").isEmpty else {
      throw ValidationError("say why with --reason")
    }
  }

  func run() async throws {
    let repository = try await options.open()
    guard let target, let reason else {
      let pending = try await repository.redactions.pendingRedactions()
      let count = try await repository.redactions.redactedCounts().values.reduce(0, +)
      let exports = repository.maintenance.exports
      options.print([
        "pending": .array(pending.map(\.json)), "redacted": .number(Double(count)),
        "exports": .array(exports.map { .string($0) }),
      ]) {
        pending.map { SafeText.terminal($0.text) + "\n" }.joined() + "redacted: \(count)\n"
          + Self.text(exports: exports)
      }
      return
    }
    let result = try await repository.redactions.redact(target, reason: reason, purge: purge)
    options.confirm(result.json { RemedyText.of($0) }) { Self.text(result) }
  }

  private static func text(_ result: RedactResult) -> String {
    var text = "\(result.target) \(SafeText.terminal(result.id)): "
    if result.wasThere {
      text +=
        result.isPending
        ? "pending already; it waits for an owner or the author\n" : "redacted already\n"
      return text + Self.text(exports: result.exports) + Self.text(result.purge)
    }
    text +=
      result.isPending
      ? "\(Count.of(result.hashes.count - result.hidden, "record")) pending until an owner or the "
        + "author "
        + "confirms with `git judge redact \(result.redactions.first?.prefix(12) ?? "") --reason "
        + "…`\n"
      : "\(Count.of(result.hidden, "record")) redacted\n"
    for (judge, remedy) in zip(result.judges, result.remedies) {
      text +=
        "\(SafeText.terminal(judge)) no longer runs, because it or a member learned from it; "
        + sentence(remedy)
    }
    if result.hasResidue {
      text +=
        "the index file could not be written anew and may still hold the bytes: free room on the "
        + "disk, end other git-judge processes, and run `git judge status`\n"
    }
    return text + Self.text(exports: result.exports) + Self.text(result.purge)
  }

  /// Lists the exports to delete by hand.
  static func text(exports: [String]) -> String {
    exports.map {
      "an export of this clone may hold it: delete \(SafeText.terminal($0)) or export again to a "
        + "new folder\n"
    }.joined()
  }

  private static func text(_ purge: PreparedPurge?) -> String {
    guard let purge else { return "" }
    var text =
      "purge \(purge.isApplied ? "done" : "prepared"): "
      + "\(Count.of(purge.history.files.count, "file")), "
      + "\(Count.of(purge.history.rewritten, "commit")) rewritten to "
      + "\(purge.history.new.prefix(12))\n"
    for (number, step) in purge.steps.enumerated() {
      text += "  \(number + 1). \(SafeText.terminal(RemedyText.of(step)))\n"
    }
    return text
  }

  /// Returns a remedy on a line of its own.
  static func sentence(_ remedy: Remedy) -> String {
    SafeText.terminal(RemedyText.of(remedy)) + "\n"
  }
}
