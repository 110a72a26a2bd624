import ArgumentParser
import GitJudge

/// `git judge adjudicate`.
struct AdjudicateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adjudicate",
    abstract: "Decide traces on which reviewers disagree, or list those left to decide.",
    discussion: """
      Without a trace, it lists the traces that are left to decide. With --first, --after or \
      --before, it shows one of them with its labels.

      With a trace and --value, it stores your decision as a separate record and edits no label. \
      Consensus, alignment and metrics use the decision instead of the votes. A later decision \
      replaces an earlier one. If two people decide differently without having seen each other's \
      decision, the trace is left to decide. If you have labeled the trace yourself, the decision \
      is marked.

      EXAMPLES
        git judge adjudicate tone
        git judge adjudicate tone --first
        git judge adjudicate tone tr-12ab --value good --rationale "Polite enough."
        git judge adjudicate tone --after tr-12ab
        git judge adjudicate tone tr-34cd --value bad --guideline-gap
        git judge adjudicate tone --gaps
      """)

  @Argument(help: "The question, or a judge that answers it.") var name: String
  @Argument(help: "The trace to decide.") var trace: String?

  @Option(help: "The decision: one of the judge's values.")
  var value: String?

  @Option(help: ArgumentHelp("The reason for the decision.", valueName: "text"))
  var rationale: String?

  @Flag(
    name: .customLong("guideline-gap"),
    help: "Record that reviewers disagree because the guideline does not cover the case.")
  var isGuidelineGap = false

  @Flag(help: "Show the first trace that is left to decide.")
  var first = false

  @Option(
    help: ArgumentHelp(
      "Show the next trace that is left to decide after this one.", valueName: "trace"))
  var after: String?

  @Option(
    help: ArgumentHelp(
      "Show the last trace that is left to decide before this one.", valueName: "trace"))
  var before: String?

  @Flag(help: "List the decisions with --guideline-gap.")
  var gaps = false

  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    guard (trace == nil) == (value == nil) else {
      throw ValidationError("give a trace and its --value, or neither to list what is left")
    }
    let views = [trace != nil, first || after != nil, before != nil, gaps]
    guard views.count(where: { $0 }) <= 1 else {
      throw ValidationError("a trace, --first or --after, --before, and --gaps exclude each other")
    }
    guard trace != nil || (!isGuidelineGap && rationale == nil) else {
      throw ValidationError("--guideline-gap and --rationale belong to a decision: name a trace")
    }
  }

  func run() async throws {
    let repository = try await options.open()
    if let trace, let value {
      return try await decide(trace, value, in: repository)
    }
    let list = try await repository.labels.adjudications(name)
    if first || after != nil || before != nil { return try await show(list, in: repository) }
    printList(list)
  }

  private func decide(
    _ trace: String, _ value: String, in repository: JudgeRepository
  ) async throws {
    let done = try await repository.labels.adjudicate(
      name, trace, value: value, rationale: rationale, isGuidelineGap: isGuidelineGap)
    let list = try await repository.labels.adjudications(name)
    let place = list.place(of: done.decision.traceID)
    let following = (list.next(after: place) ?? list.next(after: nil))?.disagreement.trace.id
    if done.hasLabelled {
      options.say("note: you have labelled this trace too; the decision says so")
    }
    options.confirm([
      "trace_id": .string(done.decision.traceID), "value": done.decision.value,
      "has_labelled": .bool(done.hasLabelled), "guideline_gap": .bool(isGuidelineGap),
      "left": .number(Double(list.left.count)), "next": following.map { .string($0) } ?? .null,
    ]) {
      "Decided \(done.decision.traceID): "
        + SafeText.terminal(done.decision.value.stringValue ?? done.decision.value.canonicalText)
        + "; \(list.left.count) left" + (following.map { ", next \($0)" } ?? "") + "\n"
    }
    guard isGuidelineGap else { return }
    if Console.isInteractive, !options.json {
      try await RubricEditor.edit(name, in: repository, options)
    } else {
      options.say("the rubric does not say: write it with `git judge rubric \(name) --edit`")
    }
  }

  private func printList(_ list: AdjudicationList) {
    let shown = gaps ? list.gaps : list.left
    options.print([
      (gaps ? "gaps" : "left"): .array(shown.map(\.json)),
      "decided": .number(Double(list.items.count - list.left.count)),
    ]) {
      var rows = Table(
        ["trace", "entropy", "labels"] + (gaps ? ["decided", "by", "rationale"] : []))
      for item in shown {
        let labels = item.disagreement.votes.map { vote in
          "\(vote.assessment.source.id): \(AdjudicationText.text(vote.assessment.value))"
        }
        var cells = [
          item.disagreement.trace.id, Figures.fixed(item.disagreement.entropy, 2),
          labels.joined(separator: ", ")
            + (item.standing?.isContended == true ? " (decided differently)" : ""),
        ]
        if gaps {
          cells += [
            AdjudicationText.text(item.standing?.decision.value),
            item.standing?.decision.source.id ?? "", item.standing?.decision.rationale ?? "",
          ]
        }
        rows.add(cells)
      }
      let end =
        gaps
        ? "\(Count.of(shown.count, "guideline gap"))\n"
        : "\(shown.count) left to decide\n"
      return rows.text(table.format, width: 70) + (table.format == .csv ? "" : end)
    }
  }

  private func show(_ list: AdjudicationList, in repository: JudgeRepository) async throws {
    let item: AdjudicationItem?
    if let before {
      item = list.previous(before: try await place(of: before, list, repository))
    } else if let after {
      item = list.next(after: try await place(of: after, list, repository))
    } else {
      item = list.next(after: nil)
    }
    let rubric = try await repository.labels.rubric(name)
    let text = AdjudicationText(name: name, list: list, item: item, rubric: rubric)
    options.print(try text.json) { text.text }
  }

  /// Finds the position of a trace in the list; a trace without a disagreement has none.
  private func place(
    of text: String, _ list: AdjudicationList, _ repository: JudgeRepository
  ) async throws -> Int {
    let id = try await repository.traces.find(text).id
    guard let place = list.place(of: id) else {
      throw JudgeFailure(
        .notFound, "reviewers do not differ on \(id)",
        remedy: "`git judge adjudicate \(name)` lists where they do")
    }
    return place
  }
}
