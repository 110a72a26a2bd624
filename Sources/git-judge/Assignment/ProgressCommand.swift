import ArgumentParser
import GitJudge

/// `git judge progress`.
struct ProgressCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "progress",
    abstract: "Show the progress of each reviewer, by question.",
    discussion: """
      A trace is complete if it has as many labels as its batch asks for. Skipped traces are not \
      left to label until somebody labels them; repeats are left to label. A label of an older \
      guideline is left to label if a batch asks for it again (assign --stale). Reviewers who have \
      left a batch keep the labels that they gave there, and are marked.

      EXAMPLES
        git judge progress
        git judge progress tone --batch june --json
      """)

  @Argument(help: "The question, or a judge that answers it. Default: all questions.") var name:
    String?

  @Option(help: "Show only this batch.")
  var batch: String?

  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let list = try await options.open().reviews.progress(name, batch: batch)
    options.print(["questions": .array(list.map(\.json))]) {
      if list.isEmpty { return "nothing is assigned or labelled yet\n" }
      let hasOlder = list.contains { $0.reviewers.contains { $0.older > 0 } }
      var rows = Table(
        [
          "question", "reviewer", "assigned", "done", "skipped", "flagged", "repeats", "left",
          "labels",
        ] + (hasOlder ? ["older guideline"] : []) + (BlockBar.isOn ? ["progress"] : []))
      for question in list {
        for (place, row) in question.reviewers.enumerated() {
          let cells = [
            place == 0 ? question.name : "", row.sourceID + (row.hasLeft ? " (left)" : ""),
            "\(row.assigned)", "\(row.done)",
            "\(row.skipped)", "\(row.flagged)", "\(row.repeated)/\(row.repeats)", "\(row.left)",
            "\(row.labels)",
          ]
          rows.add(
            cells + (hasOlder ? ["\(row.older)"] : []) + (BlockBar.isOn ? [Self.bar(row)] : []))
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

  /// The share of a reviewer's traces that need nothing more, as a bar.
  private static func bar(_ row: LabelProgress.Row) -> String {
    let total = row.done + row.skipped + row.left
    guard total > 0 else { return "" }
    return "▕" + BlockBar.bar(Double(total - row.left) / Double(total), width: 12) + "▏"
  }
}
