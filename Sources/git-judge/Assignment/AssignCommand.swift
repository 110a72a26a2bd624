import ArgumentParser
import GitJudge

/// `git judge assign`.
struct AssignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assign",
    abstract: "Assign traces to reviewers, or list the batches of a question.",
    discussion: """
      Without options, it lists the batches. A new batch has all traces of the experiment, unless \
      you use --where. Traces are assigned by hash, so only a few of them move if a reviewer joins \
      or leaves. Shares are equal only on average.

      If you assign a batch again, settings that you do not give stay as they are. Reviewers keep \
      the traces that they have labeled (kept), so a reviewer who joins late gets few.

      --stale assigns traces again if their labels were given under an older guideline, to the \
      reviewers who gave these labels. Their new labels replace the older ones. Labels without a \
      guideline version, such as most imported ones, are not assigned again.

      EXAMPLES
        git judge assign tone --batch june --reviewers ann@example.org,bob@example.org --overlap 2
        git judge assign tone --batch june --reviewers ann@example.org,bob@example.org,eve@example.org
        git judge assign tone --batch july --reviewers ann@example.org --where "tag.month = 'july'"
        git judge assign tone --stale
        git judge assign tone
      """)

  @Argument(help: "The question, or a judge that answers it.") var name: String

  @Option(help: "The name of the batch.")
  var batch: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Source ids of reviewers, usually e-mail addresses; comma-separated or repeated.",
      valueName: "a,b,…"))
  var reviewers: [String] = []

  @Option(help: ArgumentHelp("Number of reviewers who label each trace.", valueName: "n"))
  var overlap: Int?

  @Option(
    help: ArgumentHelp(
      "Share of their traces that reviewers label a second time, such as 5%.", valueName: "share"))
  var repeatShare: String?

  @Option(help: ArgumentHelp("Assign only traces that match this search.", valueName: "search"))
  var `where`: String?

  @Option(help: ArgumentHelp("Assign at most this many traces, selected by hash.", valueName: "n"))
  var limit: Int?

  @Flag(help: "Ask the same reviewers again for labels of an older guideline.")
  var stale = false

  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    if stale, overlap != nil || repeatShare != nil {
      throw ValidationError(
        "--stale asks the same reviewers once: leave out --overlap and --repeat-share")
    }
    let isWriting =
      !reviewers.isEmpty || overlap != nil || repeatShare != nil || `where` != nil || limit != nil
    if isWriting, batch == nil, !stale { throw ValidationError("specify the batch with --batch") }
    if let overlap, overlap < 1 { throw ValidationError("--overlap is at least 1") }
    if let limit, limit < 1 { throw ValidationError("--limit is at least 1") }
    if let repeats = repeatShare { _ = try Self.share(repeats) }
  }

  /// Parses a share; `5%` and `0.05` are equal.
  private static func share(_ text: String) throws -> Double {
    let isPercent = text.hasSuffix("%")
    let digits = isPercent ? text.dropLast() : text[...]
    guard let number = Double(digits), number >= 0, number <= (isPercent ? 100 : 1) else {
      throw ValidationError("--repeat-share must be a share such as 5% or 0.05")
    }
    return isPercent ? number / 100 : number
  }

  func run() async throws {
    let repository = try await options.open()
    if stale { return try await handOutAgain(repository) }
    guard let batch,
      !reviewers.isEmpty || overlap != nil || repeatShare != nil || `where` != nil
        || limit != nil
    else {
      var batches = try await repository.reviews.assignments(name)
      if let batch { batches = batches.filter { $0.assignment.batch == batch } }
      if batches.isEmpty, let hint = try await repository.reviews.hint(for: name) {
        options.say("warning: nothing asks \"\(name)\"; \(hint)")
      }
      for batch in batches where batch.isContended {
        options.say(
          "warning: people assigned \"\(batch.assignment.batch)\" differently without having seen "
            + "each other's; the later one counts until somebody assigns it again")
      }
      options.print(["batches": .array(batches.map(\.json))]) {
        batches.isEmpty
          ? "no batch is assigned\n" : Self.table(batches).text(table.format, width: 40)
      }
      return
    }
    var new = ReviewService.NewAssignment(batch: batch)
    new.reviewers = try sources()
    new.overlap = overlap
    new.repeats = try repeatShare.map(Self.share)
    new.filter = `where`
    new.limit = limit
    let done = try await repository.reviews.assign(name, new)
    if let note = done.note { options.say("note: \(note)") }
    options.confirm(done.json) { Self.table([done]).text(table.format, width: 40) }
  }

  /// Returns the reviewers given on the command line, or `nil` if none are given.
  private func sources() throws -> [String]? {
    reviewers.isEmpty ? nil : try ListArgument.items(reviewers, of: "--reviewers")
  }

  private func handOutAgain(_ repository: JudgeRepository) async throws {
    var new = ReviewService.StaleAssignment()
    new.batch = batch
    new.reviewers = try sources()
    new.filter = `where`
    new.limit = limit
    let done = try await repository.reviews.assignStale(name, new)
    if done.unknown > 0 {
      options.say(
        "note: \(Count.of(done.unknown, "label does", "labels do")) not name a guideline version and "
          + "\(done.unknown == 1 ? "is" : "are") not handed out")
    }
    options.confirm(["batches": .array(done.batch.map { [$0.json] } ?? [])]) {
      done.batch.map { Self.table([$0]).text(table.format, width: 40) }
        ?? "no label on \(SafeText.terminal(name)) is of an older guideline\n"
    }
  }

  private static func table(_ batches: [AssignedBatch]) -> Table {
    var rows = Table(["batch", "traces", "overlap", "reviewer", "assigned", "kept", "repeats"])
    for batch in batches {
      for (place, share) in batch.shares.enumerated() {
        let isFirst = place == 0
        rows.add([
          isFirst ? batch.assignment.batch : "", isFirst ? "\(batch.seats.seats.count)" : "",
          isFirst ? "\(batch.assignment.overlap)" : "",
          share.sourceID + (share.isReviewer ? "" : " (left)"), "\(share.traces)",
          "\(share.kept)", "\(share.repeats)",
        ])
      }
    }
    return rows
  }
}
