import ArgumentParser
import GitJudge

/// `git judge alias`.
struct AliasCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alias",
    abstract: "Set, delete or list aliases of versions, such as production.",
    discussion: """
      In every command, NAME@production then means that version. An alias is a record, so `git \
      judge sync` exchanges it like labels. If two people set the same alias without having seen \
      each other's change, the exit code is 5 until somebody sets it again.

      The alias production (or --production) requires a judge that is known to be fit for use, as \
      `git judge gate` does. Otherwise the exit code is 1, unless you use --allow-unfit, which is \
      recorded.

      EXAMPLES
        git judge alias tone@v3 production
        git judge alias tone@v3 --production --allow-unfit
        git judge alias tone
        git judge alias tone production --delete
        git judge alias --json
      """)

  @Argument(help: "NAME@vN or NAME. Default: list the aliases of all judges.") var judge: String?
  @Argument(help: "The alias. Default: list the aliases of the judge.") var alias: String?
  @Flag(help: "Delete the alias.") var delete = false
  @Flag(help: "Use the alias production.") var production = false

  @Flag(
    name: .customLong("allow-unfit"),
    help: "Allow production for a judge that is not known to be fit for use; this is recorded.")
  var allowUnfit = false

  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    guard !production || (judge != nil && alias == nil) else {
      throw ValidationError("--production takes the place of the alias: NAME@vN --production")
    }
    let alias = production ? JudgeAlias.production : alias
    guard !delete || alias != nil else {
      throw ValidationError("say which alias: git judge alias NAME ALIAS --delete")
    }
  }

  func run() async throws {
    let repository = try await options.open()
    guard let judge, let alias = production ? JudgeAlias.production : alias else {
      let list = try await repository.versions.aliases(of: judge)
      options.print(["aliases": .array(list.map(\.json))]) {
        let isMarked = list.contains { $0.allowedUnfit != nil }
        let hasBars = list.contains { $0.bar != nil }
        var rows = Table(
          ["judge", "alias", "version", "hash"] + (hasBars ? ["bar"] : [])
            + (isMarked ? ["allowed by --allow-unfit"] : []))
        for entry in list {
          rows.add(
            [
              entry.name, entry.alias, entry.version.map { "v\($0)" } ?? "several",
              entry.hash?.prefix(12) ?? "",
            ] + (hasBars ? [entry.bar.map(Self.text) ?? ""] : [])
              + (isMarked ? [entry.allowedUnfit ?? ""] : []))
        }
        return rows.text(table.format)
      }
      return
    }
    if delete {
      let name = try await repository.versions.deleteAlias(alias, of: judge)
      options.confirm([
        "judge": .string(name), "alias": .string(alias), "deleted": true,
      ]) { "\(SafeText.terminal(name)) has no alias \(SafeText.terminal(alias)) any more\n" }
      return
    }
    let set = try await repository.versions.setAlias(alias, to: judge, allowUnfit: allowUnfit)
    if let unfit = set.allowedUnfit {
      options.say("warning: let pass by --allow-unfit: \(SafeText.terminal(unfit))")
    }
    if let bar = set.bar {
      options.say(
        "warning: the bar for TPR and TNR was \(Self.text(bar)) (git config judge.bar), and the alias "
          + "records it; the default is \(Self.text(FitForUse.rateBar))")
    }
    options.confirm(set.json) {
      "\(SafeText.terminal(set.name))@\(SafeText.terminal(set.alias)) is version "
        + "\(set.version ?? 0) (\(set.hash?.prefix(12) ?? ""))\n"
    }
  }

  private static func text(_ bar: Double) -> String { JSONValue.number(bar).canonicalText }
}
