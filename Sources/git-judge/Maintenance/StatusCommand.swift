import ArgumentParser
import GitJudge

/// `git judge status`.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show the state of the store: branch, experiment, counts, and what is ignored.",
    discussion: """
      EXAMPLES
        git judge status
        git judge status --json
      """)

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let status = try await options.open().maintenance.status()
    options.print(status.json) { Self.text(status) }
  }

  private static func text(_ status: StatusReport) -> String {
    guard let head = status.head else {
      return "There is no store on the branch \(status.branch) yet: run `git judge init`\n"
    }
    var text = "Branch      \(head.reference) at \(head.commit.prefix(12))\n"
    if let experiment = status.experiment {
      text += "Experiment  \(SafeText.terminal(experiment.name)) (id \(experiment.number))\n"
    } else {
      text += "Experiment  none is current\n"
    }
    if let waiting = status.waiting, waiting > 0 {
      text += "Waiting     \(Count.of(waiting, "record")) for the next `git judge sync`\n"
    }
    if let behind = status.behind, behind > 0 {
      text +=
        "Behind      by \(Count.of(behind, "commit")) of the remote; `git judge sync` unites\n"
    }
    var table = Table(["kind", "records"])
    for kind in RecordKind.all {
      if let count = status.records[kind], count > 0 { table.add([kind.rawValue, "\(count)"]) }
    }
    text += "\n" + table.text(.terminal)
    let redacted = status.redacted.values.reduce(0, +)
    if redacted > 0 { text += "redacted: \(redacted)\n" }
    for (source, count) in status.unconfirmed.sorted(by: { $0.key < $1.key }) {
      text +=
        "unconfirmed: \(Count.of(count, "label")) of \(SafeText.terminal(source)) in commits of "
        + "others; an owner confirms them by `git judge owners --confirm "
        + "\(SafeText.terminal(source))`\n"
    }
    if status.disputed > 0 {
      text +=
        "disputed: \(Count.of(status.disputed, "claim")) without effect, by people who may not; "
        + "`git judge fsck --trust` lists them\n"
    }
    if let note = ContendedLabels.note(status.contended) { text += "contended: \(note)\n" }
    for older in status.older {
      text +=
        SafeText.terminal(
          "older guideline: \(older.sentence(for: status.reviewer)); \(RemedyText.of(older.remedy))"
        ) + "\n"
    }
    for pending in status.pending { text += SafeText.terminal(pending.text) + "\n" }
    for problem in status.ignored.prefix(10) {
      text += "ignored: \(problem.path): \(SafeText.terminal(RemedyText.of(problem)))\n"
    }
    if status.ignored.count > 10 { text += "ignored: … \(status.ignored.count) in all\n" }
    for problem in status.warnings.prefix(10) {
      let place = problem.path.isEmpty ? "" : "\(problem.path): "
      text += "warning: \(place)\(SafeText.terminal(RemedyText.of(problem)))\n"
    }
    if status.warnings.count > 10 { text += "warning: … \(status.warnings.count) in all\n" }
    if !status.missing.isEmpty {
      text += "missing: \(SafeText.terminal(RemedyText.of(status.missing.warning)))\n"
    }
    if !status.vanished.isEmpty {
      let commits = Set(status.vanished.map { String($0.commit.prefix(12)) }).sorted()
      text +=
        "warning: \(Count.of(status.vanished.count, "record")) vanished by "
        + "\(commits.joined(separator: ", ")); `git judge fsck --repair` puts them back\n"
    }
    return text
  }
}
