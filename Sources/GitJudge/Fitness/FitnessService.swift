import JudgeAgreement
import JudgeEvaluation
import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeStore
import JudgeWork

/// Decides whether a judge is fit for use.
public struct FitnessService: Sendable {
  let repository: JudgeRepository
}

extension FitnessService {
  /// Returns the people whose records decide here.
  func bringers() async throws -> Bringers {
    let trust = try await repository.store.trustState()
    return Bringers(trust: trust, me: (try? await repository.author()).map { Address($0.email) })
  }

  /// Returns the bars for a fit judge: git config `judge.bar` for TPR and TNR, else 0.8.
  ///
  /// - Returns: the bars.
  /// - Throws: `JudgeFailure` if the setting is not a number between 0 and 1.
  public func bars() async throws -> FitForUse.Bars {
    try Self.bars(try await repository.store.config(Self.barKey))
  }

  /// Returns the bars of a folder's repository, or the default bars outside of a repository.
  ///
  /// - Parameter path: a folder.
  /// - Returns: the bars.
  /// - Throws: `JudgeFailure` if the setting is not a number between 0 and 1.
  public static func bars(at path: String) async throws -> FitForUse.Bars {
    guard let store = try? await RecordStore.open(at: path) else { return FitForUse.Bars() }
    return try bars(try await store.config(barKey))
  }

  private static func bars(_ text: String?) throws -> FitForUse.Bars {
    guard let text, !text.isEmpty else { return FitForUse.Bars() }
    guard let bar = Double(text), bar > 0, bar < 1 else {
      throw JudgeFailure(
        .usage, "git config \(barKey) is \"\(text)\"",
        remedy: "it is a number between 0 and 1, such as 0.8")
    }
    return FitForUse.Bars(rate: bar)
  }

  private static let barKey = "judge.bar"

  /// Assesses whether a judge is fit for use, from the records in the store.
  ///
  /// The judge's stored verdicts on labelled traces that did not teach it decide, or its report
  /// card if that has more traces. No model is asked.
  ///
  /// A judge must prove its fitness on all of these traces, or on all held-out ones: a trace
  /// without a verdict counts as a wrong verdict. A card counts only if an owner or the user of
  /// this clone brought it.
  ///
  /// - Parameters:
  ///   - version: the judge.
  ///   - asked: the question, if it is not the judge's own.
  ///   - experiment: the experiment of the labels.
  ///   - rows: verdicts on labelled rows of a file, which the store does not keep as traces.
  ///   - onlyOwn: whether to count only verdicts that an owner or the user of this clone brought.
  ///   - access: whether the held-out part may be looked at.
  /// - Returns: the fitness, or the reason why it is unknown.
  /// - Throws: `JudgeFailure`.
  func assess(
    of version: JudgeVersion, asked: String? = nil, in experiment: ContentID,
    rows: [KeyedVerdict] = [], onlyOwn: Bool = false, test access: TestAccess = .recorded
  ) async throws -> Fitness {
    let name = asked ?? version.body.feedbackName
    let isOwn = Bytewise.equal(name, version.body.feedbackName)
    let (traces, truth) = try await repository.versions.decided(name, [], in: experiment)
    let taught = try await repository.looks.taught(traces, version.body)
    let unseen = traces.indices.filter { !taught.contains($0) }.map { traces[$0] }
    let bringers = try await bringers()
    let stored = try await storedVerdicts(
      of: version.hash, on: name, unseen, truth: truth, bringers, onlyOwn: onlyOwn)
    let bars = try await bars()
    let (card, refused) = try await isOwn ? card(of: version, bringers) : (nil, nil)
    var fitness = Fitness(
      judge: isOwn ? version.label : "\(version.label) on \(name)", feedbackName: name, bars: bars)
    if let refused {
      fitness.notes.append(
        "the report card does not count: it was brought by \(Bringers.named(refused))")
    }
    if stored.fromStrangers > 0 {
      let count = Count.of(stored.fromStrangers, "verdict was", "verdicts were")
      let who = Bringers.named(stored.strangers)
      fitness.notes.append(
        onlyOwn
          ? "\(count) brought by \(who), which do not count; run the judge yourself"
          : "\(count) brought by \(who)")
    }
    let measured = rows + stored.said
    let cardCount = card?["criteria"]?.arrayValue?.reduce(0) { $0 + ($1["n"]?.intValue ?? 0) } ?? 0
    guard !measured.isEmpty, measured.count >= cardCount else {
      return try await unmeasured(
        fitness, version, card, in: experiment, hasAgreement: !traces.isEmpty)
    }
    let keys = Set(measured.compactMap(\.key))
    let look = try await repository.looks.look(
      at: name, in: experiment, [version.hash: keys], access)
    fitness.look = look
    if !look.isOpen { fitness.notes.append(look.closedNote) }
    func isOpen(_ verdict: KeyedVerdict) -> Bool { look.isOpen || verdict.key == nil }
    let body = isOwn ? version.body : Self.asking(name, version.body, truth, rows)
    // If a file is measured alone, the store's traces do not count.
    let missing = stored.said.isEmpty && !rows.isEmpty ? [] : stored.missing.filter(isOpen)
    let open = measured.filter(isOpen)
    fitness.basis = .verdicts
    fitness.fit = try await fit(open, body, bars, look)
    guard !missing.isEmpty else { return fitness }
    let gap =
      Count.of(missing.count, "labelled trace has", "labelled traces have")
      + " no verdict; run the judge to record them"
    if fitness.fit?.verdict != .fit {
      fitness.notes.append(gap)
    } else if try await fit(open + missing, body, bars, look).verdict == .fit {
      fitness.notes.append(gap)
    } else {
      let whole = rows.filter(isOpen) + stored.said.filter { $0.key != nil }
      let isWhole = look.isOpen && missing.allSatisfy { $0.key == nil }
      let fit = try await fit(whole, body, bars, look)
      if isWhole, fit.verdict == .fit {
        fitness.fit = fit
      } else {
        // A person who chooses the traces could make any judge look fit.
        fitness.fit = nil
        fitness.basis = .none
        fitness.note = gap
      }
    }
    return fitness
  }

  /// Returns the fitness without verdicts: the report card's, or the reason why it is unknown.
  private func unmeasured(
    _ known: Fitness, _ version: JudgeVersion, _ card: JSONValue?, in experiment: ContentID,
    hasAgreement: Bool
  ) async throws -> Fitness {
    var fitness = known
    let looks = try await repository.looks.all(at: fitness.feedbackName, in: experiment)
    let judges = max(1, looks.count(on: looks.groups(of: version.hash)))
    let look = TestSetLook(isOpen: true, judges: card == nil ? 0 : judges)
    if var fit = FitForUse(stored: card, bars: fitness.bars, confidence: look.confidence) {
      fit.labelShare = HeldOutSplit.testShare
      fitness.basis = .card
      fitness.fit = fit
      fitness.look = look
      return fitness
    }
    let labelled = try await repository.labels.labelledTraces(fitness.feedbackName, in: experiment)
      .count { !$0.votes(on: fitness.feedbackName).isEmpty }
    if version.body.form == .builtIn, labelled == 0 {
      fitness.basis = .check
    } else if labelled == 0 {
      fitness.note = "no labels of people on \"\(fitness.feedbackName)\""
    } else if !hasAgreement {
      fitness.note =
        "too few labels: people agree on none of the \(Count.of(labelled, "trace")) that they "
        + "labelled (labels from before a trace changed do not count)"
    } else {
      fitness.note =
        "there are no verdicts on labelled traces that did not teach the judge; "
        + "run the judge to record some"
    }
    return fitness
  }

  private func fit(
    _ verdicts: [KeyedVerdict], _ body: JudgeBody, _ bars: FitForUse.Bars, _ look: TestSetLook
  ) async throws -> FitForUse {
    try JudgeFigures(
      verdicts.map(\.verdict), of: body, bars: bars, confidence: look.confidence
    ).fit
  }

  /// Returns a judge's body for a question that it answers in addition to its own.
  ///
  /// The body keeps its values only if people gave one of its passing values on that question.
  private static func asking(
    _ name: String, _ body: JudgeBody, _ truth: [String: JSONValue], _ rows: [KeyedVerdict]
  ) -> JudgeBody {
    var other = body
    other.feedbackNameOverride = name
    let given = Set(truth.values).union(rows.map(\.verdict.truth))
    if !body.pass.contains(where: given.contains) {
      other.values = []
      other.ordered = []
      other.pass = []
    }
    return other
  }

  /// Returns the fitness in a judge's own report card.
  ///
  /// This is the fitness of the aligned judge, or of the base that it started from.
  ///
  /// - Returns: the figures of a card that counts, and the people who brought cards that do not.
  private func card(
    of version: JudgeVersion, _ bringers: Bringers
  ) async throws -> (card: JSONValue?, refused: Set<Address>?) {
    var refused: Set<Address>?
    func counts(_ id: ContentID) -> Bool {
      guard let strangers = bringers.strangers(RecordPath(kind: .report, id: id)) else {
        return true
      }
      refused = (refused ?? []).union(strangers)
      return false
    }
    if let id = version.registration?.report,
      let own = try await repository.versions.report(of: version),
      own.judge == version.hash, counts(id)
    {
      return (own.figures["aligned"]?["fit"], nil)
    }
    let reports = try await repository.versions.reports(.alignment)
    for report in reports.reversed() where report.value.judge == version.hash {
      if let fit = report.value.figures["aligned"]?["fit"], counts(report.id) { return (fit, nil) }
    }
    for report in reports.reversed() where report.value.base == version.hash {
      if let fit = report.value.figures["base"]?["fit"], counts(report.id) { return (fit, nil) }
    }
    return (nil, refused)
  }

  /// Returns the refusal of a judge that is not known to be fit for use.
  ///
  /// - Parameters:
  ///   - fitness: the fitness of the judge.
  ///   - what: the use that is refused, such as `as tone@production`.
  /// - Returns: an error with exit code 1.
  static func refuse(_ fitness: Fitness, _ what: String) -> JudgeFailure {
    JudgeFailure(
      .negative,
      (["\(fitness.judge) is refused \(what): \(fitness.sentence)"] + fitness.notes)
        .joined(separator: "; "),
      remedy: .anyOf([
        "label more traces", .run(.alignJudge, [fitness.judge]),
        .supply(.allowUnfit, to: "go on, and record that"),
      ]))
  }

  /// Gathers a judge's stored verdicts on labelled traces.
  ///
  /// If a trace has several verdicts, those that an owner or the user of this clone brought take
  /// precedence. Among equals, the last one counts.
  ///
  /// - Parameters:
  ///   - judge: the judge.
  ///   - name: the question.
  ///   - traces: labelled traces that did not teach it.
  ///   - truth: the labels, by trace id.
  ///   - bringers: the people whose verdicts decide.
  ///   - onlyOwn: whether to leave out verdicts that other people brought.
  /// - Returns: the verdicts.
  /// - Throws: `JudgeFailure`.
  func storedVerdicts(
    of judge: ContentID, on name: String, _ traces: [Trace], truth: [String: JSONValue],
    _ bringers: Bringers, onlyOwn: Bool
  ) async throws -> StoredVerdicts {
    var result = StoredVerdicts()
    let index = try await repository.caughtUp()
    let names = traces.lazy.flatMap(\.verdicts).filter { $0.judge == judge && $0.answers(name) }
    let records = try await index.verdictRecords(of: judge, named: Set(names.map(\.name)).sorted())
    var known: [ContentID: Set<Address>?] = [:]
    func strangers(_ verdict: Feedback, _ trace: Trace) -> Set<Address>? {
      guard let id = verdict.assessmentID,
        let record = records[VerdictKey(trace: trace.id, id: id)]
      else { return nil }
      if let found = known[record] { return found }
      let found = bringers.strangers(RecordPath(kind: .verdicts, id: record))
      known[record] = .some(found)
      return found
    }
    for trace in traces {
      guard let expected = truth[trace.id] else { continue }
      let all = trace.verdicts.filter {
        $0.judge == judge && $0.answers(name)
      }
      var chosen = all.last { strangers($0, trace) == nil }
      if chosen == nil, let other = all.last, let people = strangers(other, trace) {
        result.strangers.formUnion(people)
        result.fromStrangers += 1
        if !onlyOwn { chosen = other }
      }
      let verdict = KeyedVerdict(
        key: HeldOutSplit.testKey(of: trace, feedbackName: name),
        verdict: LabelledVerdict(
          group: HeldOutSplit.group(of: trace), truth: expected, said: chosen?.value))
      if chosen == nil { result.missing.append(verdict) } else { result.said.append(verdict) }
    }
    return result
  }
}
