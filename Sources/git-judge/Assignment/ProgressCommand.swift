import ArgumentParser
import GitJudge

/// `git judge progress`.
struct ProgressCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "progress",
    abstract: "Show how far each reviewer is, by question.",
    discussion: """
      A trace is complete where it has as many labels as its batch asks for. Skipped traces are \
      not left to do, until somebody labels them; repeats are. Who has left a batch, and keeps what \
      they had labelled there, is marked. A label of an older guideline is left to do if a batch \
      asks for it again (assign --stale).

      EXAMPLES
        git judge progress
        git judge progress tone --batch june --json
      """)

  @OptionGroup var options: RepositoryOptions
  @OptionGroup var table: TableOptions
  @Argument(help: "The judge, or a feedback name; all questions if missing.") var name: String?

  @Option(help: "Only this batch.")
  var batch: String?

  func run() async throws {
    let list = try await options.open().reviews.progress(name, batch: batch)
    options.print(["questions": .array(list.map(\.json))]) {
      if list.isEmpty { return "nothing is assigned or labelled yet\n" }
      let hasOlder = list.contains { $0.reviewers.contains { $0.older > 0 } }
      var rows = Table(
        [
          "question", "reviewer", "assigned", "done", "skipped", "flagged", "repeats", "left",
          "labels",
        ] + (hasOlder ? ["older guideline"] : []))
      for question in list {
        for (place, row) in question.reviewers.enumerated() {
          let cells = [
            place == 0 ? question.name : "", row.sourceID + (row.hasLeft ? " (left)" : ""),
            "\(row.assigned)", "\(row.done)",
            "\(row.skipped)", "\(row.flagged)", "\(row.repeated)/\(row.repeats)", "\(row.left)",
            "\(row.labels)",
          ]
          rows.add(cells + (hasOlder ? ["\(row.older)"] : []))
        }
      }
      var text = rows.text(table.format, width: 40)
      guard table.format != .csv else { return text }
      for question in list {
        text +=
          "\(SafeText.terminal(question.name)): \(question.complete) of "
          + "\(Count.of(question.traces, "trace")) "
          + (question.batches.isEmpty ? "have a label\n" : "have all their labels\n")
      }
      return text
    }
  }
}
