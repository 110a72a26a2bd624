import ArgumentParser
import GitJudge

/// `git judge alias`.
struct AliasCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alias",
    abstract: "Give a version a name such as production, take it away, or list them.",
    discussion: """
      NAME@production then means that version in every command. An alias is a record of its own: \
      it moves by `sync` like labels do. If two people moved it without having seen each other, it \
      is exit code 5 until somebody sets it again.

      The alias production (or --production) needs a judge that is known to be fit for use, as `gate` \
      does. Otherwise it is exit code 1, unless --allow-unfit, which is recorded.

      EXAMPLES
        git judge alias tone@v3 production
        git judge alias tone@v3 --production --allow-unfit
        git judge alias tone
        git judge alias tone production --delete
        git judge alias --json
      """)

  @OptionGroup var options: RepositoryOptions
  @OptionGroup var table: TableOptions
  @Argument(help: "NAME@vN, or NAME; none lists the aliases of all judges.") var judge: String?
  @Argument(help: "The alias; none lists those of the judge.") var alias: String?
  @Flag(help: "Take the alias away.") var delete = false
  @Flag(help: "The alias production.") var production = false

  @Flag(
    name: .customLong("allow-unfit"),
    help: "Let a judge have production that is not known to be fit for use.")
  var allowUnfit = false

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
