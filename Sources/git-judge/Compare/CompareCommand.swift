import ArgumentParser
import GitJudge

/// `git judge compare`.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare what two runs said of the same traces.",
    discussion: """
      Where people labelled, a verdict is good if it is theirs; else if it passes. The interval is \
      Newcombe's 95 % interval of the difference, p is McNemar's exact one.

      EXAMPLES
        git judge compare 3f2a 9c1d
      """)

  @OptionGroup var options: RepositoryOptions
  @Argument(help: "The earlier run: its id, or a prefix of at least 4 digits.") var first: String
  @Argument(help: "The later run.") var second: String

  func run() async throws {
    let result = try await options.open().compare(first, second)
    var object = JSONObject()
    for (name, comparison) in result { object[name] = comparison.json }
    options.print(["assessments": .object(object)]) {
      var table = Table(["question", "measure", "traces", "fixed", "broken", "delta", "95 %", "p"])
      for (name, comparison) in result.sorted(by: { $0.key < $1.key }) {
        let interval = comparison.n > 0 ? comparison.figures.differenceInterval : nil
        table.add(
          [
            name, comparison.measure.rawValue, "\(comparison.n)", "\(comparison.fixed.count)",
            "\(comparison.broken.count)", comparison.delta.map { Figures.share($0) } ?? "none",
            interval.map { "\(Figures.share($0.lower)) to \(Figures.share($0.upper))" } ?? "none",
            comparison.n > 0 ? FigureText.probability(comparison.figures.mcNemarP) : "none",
          ],
          tones: [3: .good, 4: .bad].filter { cell in
            !(cell.key == 3 ? comparison.fixed : comparison.broken).isEmpty
          })
      }
      return table.text(.terminal)
    }
  }
}
