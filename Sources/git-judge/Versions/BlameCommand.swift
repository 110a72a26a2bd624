import ArgumentParser
import GitJudge

/// `git judge blame`.
struct BlameCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "blame",
    abstract: "Show which labels taught a judge its guidelines, examples and instructions.",
    discussion: """
      Guidelines and examples are numbered from 1, as in `git judge show`. If a label was \
      overridden or deleted later, its current state is shown.

      EXAMPLES
        git judge blame tone_aligned@v1:guideline:4
        git judge blame tone_aligned@v1:example:1
        git judge blame tone_aligned@v1:instructions
        git judge blame tone_aligned --json
      """)

  @Argument(
    help:
      "NAME or NAME@vN, optionally with :guideline:N, :example:N, :instructions or :calibration.")
  var judge: String

  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let (version, parts) = try await options.open().versions.blame(judge)
    if parts.allSatisfy(\.labels.isEmpty) {
      options.say("no label taught \(version.label) anything that it records")
    }
    options.print(.array(parts.map(\.json))) {
      if table.md || table.csv { return Self.table(parts).text(table.format) }
      return parts.map(Self.text).joined(separator: "\n")
    }
  }

  private static func title(_ part: BlamedPart) -> String {
    switch part.part {
    case .guideline(let number): "guideline \(number)"
    case .example(let number): "example \(number)"
    case .other(let name): name
    }
  }

  private static func text(_ part: BlamedPart) -> String {
    let about = part.text.isEmpty ? "" : ": " + part.text
    return SafeText.terminal(title(part) + about) + "\n" + summary(part.labels)
      + rows(part.labels).text(.terminal)
  }

  /// Returns how many labels of each source there are, if there are too many to count at a glance.
  private static func summary(_ labels: [BlamedPart.Source]) -> String {
    guard labels.count > 10 else { return "" }
    var counts: [String: Int] = [:]
    for label in labels { counts[label.sourceID ?? "–", default: 0] += 1 }
    let sources = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return "  \(Count.of(labels.count, "label")): "
      + sources.map { "\($0.value) of \(SafeText.terminal($0.key))" }.joined(separator: ", ")
      + "\n"
  }

  private static func rows(_ labels: [BlamedPart.Source]) -> Table {
    var rows = Table(["  label", "trace", "source", "value", "standing"])
    for label in labels { rows.add(["  " + label.assessmentID] + cells(label)) }
    return rows
  }

  private static func table(_ parts: [BlamedPart]) -> Table {
    var rows = Table(["part", "label", "trace", "source", "value", "standing"])
    for part in parts {
      for label in part.labels { rows.add([title(part), label.assessmentID] + cells(label)) }
    }
    return rows
  }

  private static func cells(_ label: BlamedPart.Source) -> [String] {
    [
      label.traceID ?? "–", label.sourceID ?? "–",
      label.value.map { $0.stringValue ?? $0.canonicalText } ?? "–", label.standing,
    ]
  }
}
