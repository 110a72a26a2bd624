import ArgumentParser
import GitJudge

/// `git judge log`.
struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract:
      "List the versions of a judge: who made each one, when, from what, and how good it is.",
    discussion: """
      EXAMPLES
        git judge log tone
        git judge log tone --reverse --json
        git judge log tone --svg versions.svg
      """)

  @Argument(help: "The judge's name.") var judge: String
  @Flag(help: "Show the oldest version first.") var reverse = false

  @OptionGroup var picture: ChartOptions
  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    var entries = try await options.open().versions.log(of: judge)
    try picture.write(entries.versionChart)
    if picture.isOnlyOutput { return }
    if !reverse { entries.reverse() }
    options.print([
      "judge": .string(entries.first?.version.name ?? judge),
      "versions": .array(entries.map(\.json)),
    ]) { entries.map(Self.text).joined(separator: "\n") }
  }

  private static func text(_ entry: JudgeLogEntry) -> String {
    let version = entry.version
    let aliases = entry.aliases.isEmpty ? "" : " (\(entry.aliases.joined(separator: ", ")))"
    var text = SafeText.terminal(version.label + aliases) + "  \(version.hash.prefix(12))\n"
    func line(_ name: String, _ value: String, _ styled: String = "") {
      text +=
        "    " + name + String(repeating: " ", count: max(1, 12 - name.count))
        + SafeText.terminal(value) + styled + "\n"
    }
    if let registration = version.registration {
      let author = registration.author.map { " by \($0.name) <\($0.email)>" } ?? ""
      line("registered", (registration.time?.text ?? "") + author)
    }
    for parent in entry.parents {
      line(
        "from", [parent.label, parent.hash.prefix(12)].compactMap { $0 }.joined(separator: "  "))
    }
    for tag in version.registration?.tags ?? [:] {
      line("tag", "\(tag.key)=\(tag.value.stringValue ?? "")")
    }
    if let reading = entry.reading { line("test set", reading.sentence) }
    guard let figures = entry.report?.figures else { return text }
    let isImproved = figures["improved"]?.boolValue == true
    let result = Style.output(
      isImproved ? "improved" : "no gain was found", isImproved ? .good : .bad)
    line(
      "aligned by",
      [figures["optimizer"]?.stringValue ?? "–", entry.program].compactMap { $0 }
        .joined(separator: " "), ", " + result)
    if let base = figures["base"], let aligned = figures["aligned"] {
      line(
        "held out",
        "n = \(aligned["n"]?.canonicalText ?? "–"): accuracy \(both(base, aligned, "accuracy")), "
          + "kappa \(both(base, aligned, "cohen_kappa"))")
    }
    return text
  }

  private static func both(_ base: JSONValue, _ aligned: JSONValue, _ key: String) -> String {
    "\(Figures.share(base[key]?.doubleValue)) → \(Figures.share(aligned[key]?.doubleValue))"
  }
}
