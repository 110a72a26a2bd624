import ArgumentParser
import GitJudge

/// `git judge list`.
struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the judges of the experiment.",
    discussion: """
      EXAMPLES
        git judge list
        git judge list --all-versions --md
      """)

  @Flag(name: .customLong("all-versions"), help: "List all versions, not only the newest.")
  var listsAll = false

  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let repository = try await options.open()
    var judges = try await repository.judges.all()
    if listsAll {
      var versions: [JudgeVersion] = []
      for judge in judges { versions += try await repository.judges.history(of: judge.name) }
      judges = versions
    }
    options.print(["judges": .array(judges.map(\.summary))]) {
      var rows = Table(["judge", "hash", "model", "values", "registered", "by"])
      for judge in judges {
        let values = judge.body.values.map { $0.stringValue ?? $0.canonicalText }
        rows.add([
          judge.label, judge.hash.prefix(12), judge.body.model ?? "–",
          values.joined(separator: ", "), judge.registration?.time?.text ?? "",
          judge.registration?.author?.email ?? "",
        ])
      }
      return rows.text(table.format, width: 40)
    }
  }
}

extension JudgeVersion {
  /// The version as one entry of a list.
  var summary: JSONValue {
    [
      "name": .string(name), "version": number.map { .number(Double($0)) } ?? .null,
      "hash": .string(hash.hex), "model": body.model.map { .string($0) } ?? .null,
      "feedback_name": .string(body.feedbackName), "values": .array(body.values),
    ]
  }
}
