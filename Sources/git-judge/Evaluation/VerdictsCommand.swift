import ArgumentParser
import GitJudge

/// `git judge verdicts …`.
struct VerdictsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verdicts",
    abstract: "List verdicts of judges and programs.",
    subcommands: [VerdictsList.self])
}

/// `git judge verdicts list`.
struct VerdictsList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List verdicts of judges and programs, of a run or of traces.",
    discussion: """
      Lists verdicts of any source: judges, programs, and verdicts that were imported. Labels of \
      people are in `git judge feedback list`.

      EXAMPLES
        git judge verdicts list --run 3f2a
        git judge verdicts list --where "tag.batch = 'june'" --name tone
        git judge verdicts list --run 3f2a --columns request,response --csv
      """)

  @Option(
    help: ArgumentHelp(
      "List only verdicts of this run: its id, or a prefix of at least 4 digits.",
      valueName: "run"))
  var run: String?

  @Option(help: ArgumentHelp("List only traces that match this search.", valueName: "search"))
  var `where`: String?

  @Option(help: "List only this question.")
  var name: String?

  @OptionGroup var columns: ColumnOptions
  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let repository = try await options.open()
    let verdicts = try await repository.runs.verdicts(of: run, where: `where`, on: name)
    if verdicts.isEmpty, let name, let hint = try await repository.reviews.hint(for: name) {
      options.say("warning: no verdict is named \"\(name)\"; \(hint)")
    }
    let redacted = try await repository.redactions.redacted()
    let chosen = try columns.chosen()
    let json = verdicts.map { $0.json(with: chosen) }
    options.print(["verdicts": .array(json)], redacted: redacted) {
      var rows = Table(
        ["trace", "row"] + chosen.map(\.rawValue)
          + ["name", "value", "source", "run", "rationale"])
      for verdict in verdicts {
        rows.add(
          [
            verdict.trace.id, verdict.trace.rowKey ?? "",
          ] + chosen.map { ResultTable.text($0.value(of: verdict.trace, on: verdict.name)) } + [
            verdict.name,
            verdict.value.map { $0.stringValue ?? $0.canonicalText } ?? verdict.error?.text ?? "",
            "\(verdict.source.id) (\(verdict.source.type.rawValue))",
            verdict.run.map { String($0.runID.prefix(8)) } ?? "", verdict.rationale ?? "",
          ])
      }
      return rows.text(table.format, width: 40)
    }
  }
}
