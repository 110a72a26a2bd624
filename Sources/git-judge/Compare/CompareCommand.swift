import ArgumentParser
import GitJudge

/// `git judge compare`.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare the verdicts of two runs on the same traces.",
    discussion: """
      For each question that both runs answer, shows how many verdicts became good (fixed) or \
      stopped being good (broken). If people labeled the traces, a verdict is good if it matches \
      their label. Otherwise it is good if it passes. A failed verdict is not good.

      The interval is Newcombe's 95 % interval of the difference, and p is McNemar's exact p. Both \
      treat a group of traces as one unit. The interval decides whether a run is better or worse, here \
      and in `gate --baseline`. A comparison on labeled traces of the test set is a \
      look, which is recorded. The interval then holds for the best of all judges that were \
      measured there.

      EXAMPLES
        git judge compare 3f2a 9c1d
        git judge compare 3f2a 9c1d --svg compare.svg
      """)

  @Argument(help: "The earlier run: its id, or a prefix of at least 4 digits.") var first: String
  @Argument(help: "The later run.") var second: String

  @OptionGroup var testSet: TestSetOptions
  @OptionGroup var picture: ChartOptions
  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let repository = try await options.open()
    let result = try await repository.runs.compare(
      first, second, test: testSet.access)
    for name in [first, second] {
      let run = try await repository.runs.find(named: name)
      guard run.unasked > 0 else { continue }
      options.say(
        "warning: \(Count.of(run.unasked, "verdict")) of run \(run.id.runID) "
          + "\(run.unasked == 1 ? "was" : "were") not asked for: only traces with a verdict in "
          + "both runs are compared")
    }
    var object = JSONObject()
    for (name, comparison) in result { object[name] = comparison.json }
    for (name, compared) in result.sorted(by: { $0.key < $1.key }) {
      let comparison = compared.figures
      guard comparison.errors > 0 else { continue }
      let shown = comparison.failed.prefix(3).joined(separator: ", ")
      options.say(
        "note: \(name): a verdict failed on \(Count.of(comparison.errors, "trace")), which counts "
          + "as not good: \(shown)\(comparison.errors > 3 ? ", …" : "")"
          + (comparison.answeredDelta.map { "; delta of those answered \(Figures.share($0))" }
            ?? ""))
    }
    try picture.write(result.chart(of: first, and: second))
    if picture.isOnlyOutput { return }
    options.print(["assessments": .object(object)]) {
      var table = Table(["question", "measure", "traces", "fixed", "broken", "delta", "95 %", "p"])
      for (name, compared) in result.sorted(by: { $0.key < $1.key }) {
        let comparison = compared.figures
        let interval = comparison.n > 0 ? comparison.figures.differenceInterval : nil
        table.add(
          [
            name, comparison.measure.rawValue, "\(comparison.n)", "\(comparison.fixed.count)",
            "\(comparison.broken.count)", comparison.delta.map { Figures.share($0) } ?? "none",
            interval.map { "\(Figures.share($0.lower)) to \(Figures.share($0.upper))" } ?? "none",
            comparison.n > 0 ? ReportText.probability(comparison.figures.mcNemarP) : "none",
          ],
          tones: [3: .good, 4: .bad].filter { cell in
            !(cell.key == 3 ? comparison.fixed : comparison.broken).isEmpty
          })
      }
      var text = table.text(.terminal)
      for (name, compared) in result.sorted(by: { $0.key < $1.key }) {
        text += "\(SafeText.terminal(name)): \(Self.sentence(compared.figures))\n"
        let sentence = compared.look.sentence.map { [$0] } ?? []
        for note in sentence + compared.notes { text += "\(SafeText.terminal(name)): \(note)\n" }
      }
      return text
    }
  }

  /// Says what the comparison proves, and which figure decides.
  static func sentence(_ comparison: VerdictComparison) -> String {
    guard comparison.n > 0 else { return "nothing to compare: no trace is in both runs" }
    switch comparison.finding {
    case .better: return "the later run is better: the whole interval of the difference is above 0"
    case .worse: return "the later run is worse: the whole interval of the difference is below 0"
    case .open: return "no difference is proved: the interval of the difference includes 0"
    }
  }
}
