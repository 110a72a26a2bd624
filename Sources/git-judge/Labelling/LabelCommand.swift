import ArgumentParser
import Foundation
import GitJudge

/// `git judge label`.
struct LabelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label",
    abstract: "Label traces in the terminal, one keystroke per label.",
    discussion: """
      Shows the traces that are assigned to you, one after another. If none are assigned, it shows \
      all traces. Each label is stored as soon as you give it. Press q to quit; the next `git \
      judge label` continues where you stopped. Press ? for all keys.

      Labeling is blind: you see the verdicts of judges and the labels of others only after your \
      own label.

      If there is no terminal, or with TERM=dumb or --plain, it reads one answer per line: a value \
      or its number, optionally followed by a space and a reason. The commands are s, f, r, u, j, \
      k, g, /text, ? and q. If the first letter of a value is one of these commands, type its \
      number or the whole value. If any text is an answer, commands begin with a colon, such as :s. \
      To store an answer that looks like a command, put a backslash before it.

      EXAMPLES
        git judge label tone
        git judge label tone --batch june --limit 20
        git judge label tone --next uncertain --where "tag.topic = 'refund'"
        printf '1\\n2 too short\\nq\\n' | git judge label tone
      """)

  @Argument(help: "The question, or a judge that answers it.") var name: String

  @Option(help: "Show only traces of this batch. Default: all traces that are assigned to you.")
  var batch: String?

  @Option(help: ArgumentHelp("Show only traces that match this search.", valueName: "search"))
  var `where`: String?

  @Option(help: ArgumentHelp("Show at most this many traces.", valueName: "n"))
  var limit: Int?

  @Option(
    help: "Order of the traces; with uncertain, those on which people and judges differ come first."
  )
  var next: LabelOrderArgument = .shuffled

  @Option(help: "When to show verdicts and other people's labels.")
  var reveal: LabelRevealArgument = .afterItem

  @Flag(
    name: .customLong("include-skipped"), help: "Include traces that you have skipped.")
  var includesSkipped = false

  @Flag(
    name: .customLong("include-unassigned"),
    help: "Include traces that are not assigned to you.")
  var includesUnassigned = false

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Offer these answers if the judge takes any text; comma-separated or repeated. named: those "
        + "that its instructions name; any: any text again. This clone remembers them.",
      valueName: "values"))
  var choices: [String] = []

  @Flag(
    name: .customLong("include-rows"),
    help: "Include rows of evaluations; with --where, also those of a run (run_id = …).")
  var includesRows = false

  @Flag(help: "Start a question that no judge answers yet. Any text is an answer.")
  var new = false

  @Flag(
    name: .customLong("no-blind"),
    help: "Show verdicts and other people's labels before you label. The label records this.")
  var noBlind = false

  @Flag(help: "Read one answer per line, for screen readers and scripts.")
  var plain = false

  @OptionGroup var options: RepositoryOptions

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
    wanted.includeRows = includesRows
    wanted.isNew = new
    wanted.isBlind = !noBlind
    wanted.reveals = reveal == .afterItem
    let desk = try await desk(wanted)
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

  /// Opens the session, and settles which answers it offers.
  private func desk(_ wanted: LabellingOptions) async throws -> LabelDesk {
    let reviews = try await options.open().reviews
    var wanted = wanted
    switch choices {
    case []: break
    case ["any"]: wanted.choices = []
    case ["named"]:
      let named = try await reviews.labelling(name, wanted).named
      guard !named.isEmpty else {
        throw ValidationError(
          "--choices named: the instructions name no values that are not offered")
      }
      wanted.choices = named
    default: wanted.choices = try ListArgument.items(choices, of: "--choices")
    }
    let desk = try await reviews.labelling(name, wanted)
    guard !desk.named.isEmpty, !desk.session.items.isEmpty else { return desk }
    let list = SafeText.terminal(desk.named.joined(separator: ", "))
    guard Console.isInteractive, !plain, !options.json else {
      options.say(
        "note: the instructions name the values \(list); to choose among them: `git judge label "
          + "\(SafeText.terminal(name)) --choices named`")
      return desk
    }
    Console.say("The instructions name the values \(list). Offer them as answers? [Y/n]")
    let answer = readLine()?.lowercased() ?? ""
    wanted.choices = ["", "y", "yes"].contains(answer) ? desk.named : []
    return try await reviews.labelling(name, wanted)
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

/// The values of the option for the order of the traces.
enum LabelOrderArgument: String, ExpressibleByArgument, CaseIterable {
  case shuffled, uncertain
}

/// The values of the option for when other opinions are shown.
enum LabelRevealArgument: String, ExpressibleByArgument, CaseIterable {
  case afterItem = "after-item"
  case never
}
