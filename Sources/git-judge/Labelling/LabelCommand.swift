import ArgumentParser
import Foundation
import GitJudge

/// `git judge label`.
struct LabelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label",
    abstract: "Label traces one after another in the terminal, one key a label.",
    discussion: """
      What the judge and others say is not shown before your own label. Every label is stored as it \
      is given; stop with q and go on later where you stopped. ? explains the keys.

      Without a terminal, with TERM=dumb or with --plain, answers are read one a line: an answer or \
      its key, a reason after a space, or s, f, r, u, j, k, g, /text, ?, q. A value whose first letter \
      is one of these has its number only.

      EXAMPLES
        git judge label tone
        git judge label tone --batch june --limit 20
        git judge label tone --next uncertain --where "tag.topic = 'refund'"
        printf '1\\n2 too short\\nq\\n' | git judge label tone
      """)

  @OptionGroup var options: RepositoryOptions
  @Argument(help: "The judge, or a feedback name.") var name: String

  @Option(help: "Only this batch; else all that is assigned to you.")
  var batch: String?

  @Option(help: ArgumentHelp("Only these traces.", valueName: "search"))
  var `where`: String?

  @Option(help: ArgumentHelp("At most so many traces.", valueName: "n"))
  var limit: Int?

  @Option(help: "What comes first: shuffled, or uncertain (where others and judges differ).")
  var next: LabelOrderArgument = .shuffled

  @Option(help: "When to show what others say: after-item, or never.")
  var reveal: LabelRevealArgument = .afterItem

  @Flag(
    name: .customLong("include-skipped"), help: "Ask again for traces that you have skipped.")
  var includesSkipped = false

  @Flag(
    name: .customLong("include-unassigned"),
    help: "Ask for all traces, not only those that are assigned to you.")
  var includesUnassigned = false

  @Flag(help: "Begin a question that no judge asks yet: any text is an answer.")
  var new = false

  @Flag(
    name: .customLong("no-blind"),
    help: "Show what others say before your label; every such label says so.")
  var noBlind = false

  @Flag(help: "Read one answer a line, for screen readers and scripts.")
  var plain = false

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit is at least 1") }
  }

  func run() async throws {
    var wanted = LabellingOptions()
    wanted.batch = batch
    wanted.filter = `where`
    wanted.limit = limit
    wanted.order = next == .uncertain ? .uncertain : .shuffled
    wanted.withSkipped = includesSkipped
    wanted.isForAll = includesUnassigned
    wanted.isNew = new
    wanted.isBlind = !noBlind
    wanted.reveals = reveal == .afterItem
    let desk = try await options.open().reviews.labelling(name, wanted)
    for note in desk.notes { options.say("note: \(note)") }
    var driver = LabelDriver(desk)
    if !driver.session.items.isEmpty {
      // With --json standard output is for the document.
      let output: Int32 = options.json || isatty(1) == 0 ? 2 : 1
      let isDumb = ["dumb", "", nil].contains(ProcessInfo.processInfo.environment["TERM"])
      if !plain, !isDumb, isatty(0) == 1, isatty(output) == 1 {
        try await ProgressLine.hidden { try await driver.runScreen(output: output) }
      } else {
        let descriptor = options.json ? STDERR_FILENO : STDOUT_FILENO
        await ProgressLine.hidden {
          await driver.runLines { Console.put(Array($0.utf8), on: descriptor) }
        }
      }
    }
    let session = driver.session
    options.print(Self.json(session)) { Self.text(session) }
  }

  private static func json(_ session: LabelSession) -> JSONValue {
    [
      "name": .string(session.question.name), "source_id": .string(session.setup.reviewer),
      "batch": session.setup.batch.map { .string($0) } ?? .null,
      "labelled": .number(Double(session.labelled)),
      "skipped": .number(Double(session.skipped.count)),
      "flagged": .number(Double(session.flagged)), "undone": .number(Double(session.undone)),
      "left": .number(Double(session.left)), "median_seconds": .figure(session.pace),
    ]
  }

  private static func text(_ session: LabelSession) -> String {
    guard !session.items.isEmpty else { return "Nothing is left to label here.\n" }
    var parts = ["\(session.labelled) labelled"]
    if !session.skipped.isEmpty { parts.append("\(session.skipped.count) skipped") }
    if session.flagged > 0 { parts.append("\(session.flagged) flagged") }
    return parts.joined(separator: ", ") + "; \(session.left) left\n"
  }
}

/// What comes first, on the command line.
enum LabelOrderArgument: String, ExpressibleByArgument, CaseIterable {
  case shuffled, uncertain
}

/// When opinions are shown, on the command line.
enum LabelRevealArgument: String, ExpressibleByArgument, CaseIterable {
  case afterItem = "after-item"
  case never
}
