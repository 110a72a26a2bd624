import JudgeAgreement
import JudgeEvaluation
import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeStore

/// A verdict on a labelled trace, with the key of its group if that is held out.
struct KeyedVerdict: Sendable {
  let key: String?
  let verdict: LabelledVerdict
}

extension JudgeRepository {
  /// What a judge that is fit for use must reach: git config `judge.bar` for TPR and TNR, else 0.8.
  ///
  /// - Returns: the bars.
  /// - Throws: `JudgeError` if the setting is not a number between 0 and 1.
  public func bars() async throws(JudgeError) -> FitForUse.Bars {
    try Self.bars(try await JudgeError.wrap { try await store.config(Self.barKey) })
  }

  /// The bars of the repository that a folder is in, or the usual ones outside of a repository.
  ///
  /// - Parameter path: a folder.
  /// - Returns: the bars.
  /// - Throws: `JudgeError` if the setting is not a number between 0 and 1.
  public static func bars(at path: String) async throws(JudgeError) -> FitForUse.Bars {
    guard let store = try? await RecordStore.open(at: path) else { return FitForUse.Bars() }
    return try bars(try await JudgeError.wrap { try await store.config(barKey) })
  }

  private static func bars(_ text: String?) throws(JudgeError) -> FitForUse.Bars {
    guard let text, !text.isEmpty else { return FitForUse.Bars() }
    guard let bar = Double(text), bar > 0, bar < 1 else {
      throw JudgeError(
        .usage, "git config \(barKey) is \"\(text)\"",
        hint: "it is a number between 0 and 1, such as 0.8")
    }
    return FitForUse.Bars(rate: bar)
  }

  private static let barKey = "judge.bar"

  /// Whether a judge is fit for use, from what the store knows.
  ///
  /// Its stored verdicts on labelled traces that did not teach it decide, or its report card if that
  /// has more traces. No model is asked.
  ///
  /// - Parameters:
  ///   - version: the judge.
  ///   - experiment: where the labels are.
  ///   - rows: verdicts on labelled rows of a file, which the store does not keep as traces.
  ///   - access: whether the held-out part is looked at.
  /// - Returns: the answer, or why there is none.
  /// - Throws: `JudgeError`.
  func fitness(
    of version: JudgeVersion, in experiment: ContentID, rows: [KeyedVerdict] = [],
    test access: TestAccess = .recorded
  ) async throws(JudgeError) -> Fitness {
    let body = version.body
    let name = body.feedbackName
    let (traces, truth) = try await decided(name, [], in: experiment)
    let taught = try await taught(traces, body)
    var measured = rows
    for (place, trace) in traces.enumerated() where !taught.contains(place) {
      let said = trace.verdicts.last {
        $0.judge == version.hash && $0.spanID == nil && Bytewise.equal($0.name, name)
      }
      guard let said, let expected = truth[trace.id] else { continue }
      measured.append(
        KeyedVerdict(
          key: HeldOutSplit.testKey(of: trace, feedbackName: name),
          verdict: LabelledVerdict(
            group: HeldOutSplit.group(of: trace), truth: expected, said: said.value)))
    }
    let bars = try await bars()
    let card = try await card(of: version)
    let cardCount = card?["criteria"]?.arrayValue?.reduce(0) { $0 + ($1["n"]?.intValue ?? 0) } ?? 0
    let looks = try await looks(at: name, in: experiment)
    guard !measured.isEmpty, measured.count >= cardCount else {
      let judges = max(1, looks.count(on: looks.groups(of: version.hash)))
      let look = TestSetLook(isOpen: true, judges: card == nil ? 0 : judges)
      if var fit = FitForUse(stored: card, bars: bars, confidence: look.confidence) {
        fit.labelShare = HeldOutSplit.testShare
        return Fitness(judge: version.label, basis: .card, fit: fit, look: look, note: nil)
      }
      if body.form == .builtIn, traces.isEmpty {
        return Fitness(judge: version.label, basis: .check, fit: nil, look: .none, note: nil)
      }
      return Fitness(
        judge: version.label, basis: .none, fit: nil, look: .none,
        note: traces.isEmpty
          ? "no labels of people on \"\(name)\""
          : "no verdicts on labelled traces that did not teach it; `git judge run` records some")
    }
    let keys = Set(measured.compactMap(\.key))
    let look = try await look(at: name, in: experiment, [version.hash: keys], access)
    let open = measured.filter { look.isOpen || $0.key == nil }.map(\.verdict)
    let figures = try await JudgeError.wrap {
      try JudgeFigures(
        open, of: body, bars: bars, confidence: look.confidence)
    }
    return Fitness(
      judge: version.label, basis: .verdicts, fit: figures.fit, look: look,
      note: look.isOpen ? nil : Self.closedNote(look))
  }

  /// The fitness in a judge's own report card: that of the aligned judge, or of the base that it
  /// started from.
  private func card(of version: JudgeVersion) async throws(JudgeError) -> JSONValue? {
    if let own = try await report(of: version), own.judge == version.hash {
      return own.figures["aligned"]?["fit"]
    }
    let reports = try await reports(.alignment)
    let own = reports.last {
      $0.value.judge == version.hash && $0.value.figures["aligned"]?["fit"] != nil
    }
    if let own { return own.value.figures["aligned"]?["fit"] }
    return reports.last {
      $0.value.base == version.hash && $0.value.figures["base"]?["fit"] != nil
    }?.value.figures["base"]?["fit"]
  }

  /// The refusal of a judge that is not known to be fit for use.
  ///
  /// - Parameters:
  ///   - fitness: the answer.
  ///   - what: what it is refused for, such as `as tone@production`.
  /// - Returns: an error with exit code 1.
  static func refuse(_ fitness: Fitness, _ what: String) -> JudgeError {
    JudgeError(
      .negative, "\(fitness.judge) is refused \(what): \(fitness.sentence)",
      hint: "label more traces or align it; --allow-unfit goes on, and records that")
  }
}
