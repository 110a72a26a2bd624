import ArgumentParser
import GitJudge

/// `git judge alias`.
struct AliasCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alias",
    abstract: "Give a version a name such as production, take it away, or list them.",
    discussion: """
      NAME@production then means that version in every command. An alias is a record of its own: \
      it moves by `sync` like labels do, and where two people moved it without having seen each \
      other it is exit code 5 until somebody sets it again.

      EXAMPLES
        git judge alias tone@v3 production
        git judge alias tone
        git judge alias tone production --delete
        git judge alias --json
      """)

  @OptionGroup var options: RepositoryOptions
  @OptionGroup var table: TableOptions
  @Argument(help: "NAME@vN, or NAME; none lists the aliases of all judges.") var judge: String?
  @Argument(help: "The alias; none lists those of the judge.") var alias: String?
  @Flag(help: "Take the alias away.") var delete = false

  func validate() throws {
    guard !delete || alias != nil else {
      throw ValidationError("say which alias: git judge alias NAME ALIAS --delete")
    }
  }

  func run() async throws {
    let repository = try await options.open()
    guard let judge, let alias else {
      let list = try await repository.aliases(of: judge)
      options.print(["aliases": .array(list.map(\.json))]) {
        var rows = Table(["judge", "alias", "version", "hash"])
        for entry in list {
          rows.add([
            entry.name, entry.alias, entry.version.map { "v\($0)" } ?? "several",
            entry.hash?.prefix(12) ?? "",
          ])
        }
        return rows.text(table.format)
      }
      return
    }
    if delete {
      let name = try await repository.deleteAlias(alias, of: judge)
      options.confirm([
        "judge": .string(name), "alias": .string(alias), "deleted": true,
      ]) { "\(SafeText.terminal(name)) has no alias \(SafeText.terminal(alias)) any more\n" }
      return
    }
    let set = try await repository.setAlias(alias, to: judge)
    options.confirm(set.json) {
      "\(SafeText.terminal(set.name))@\(SafeText.terminal(set.alias)) is version "
        + "\(set.version ?? 0) (\(set.hash?.prefix(12) ?? ""))\n"
    }
  }
}
