import JudgeJSON
import JudgeRecords
import JudgeReview

/// Commands, events, effects and states of sessions as the JSON of the corpus, which the script of
/// the page reads too (pages/review/session.js).
enum CorpusCoding {
  // MARK: Items and labels

  static func json(_ item: LabelItem) -> JSONValue {
    var object: JSONObject = ["trace_id": .string(item.traceID)]
    if let question = item.question { object["question"] = .string(question) }
    if let batch = item.batch { object["batch"] = .string(batch) }
    if let index = item.repeatIndex { object["repeat"] = .number(Double(index)) }
    return .object(object)
  }

  static func item(_ json: JSONValue?) -> LabelItem {
    LabelItem(
      traceID: json?["trace_id"]?.stringValue ?? "", question: json?["question"]?.stringValue,
      batch: json?["batch"]?.stringValue, repeatIndex: json?["repeat"]?.intValue)
  }

  static func json(_ details: LabelDetails) -> JSONValue {
    var object = JSONObject()
    if !details.tags.isEmpty { object["tags"] = .array(details.tags.map { .string($0) }) }
    if let confidence = details.confidence { object["confidence"] = .string(confidence) }
    if !details.evidence.isEmpty {
      object["evidence"] = .array(
        details.evidence.map { one in
          var entry: JSONObject = [
            "path": .string(one.path), "start": .number(Double(one.start)),
            "end": .number(Double(one.end)), "text": .string(one.text),
          ]
          if let span = one.spanID { entry["span_id"] = .string(span) }
          return .object(entry)
        })
    }
    return .object(object)
  }

  static func details(_ json: JSONValue?) -> LabelDetails {
    var details = LabelDetails()
    details.tags = json?["tags"]?.arrayValue?.compactMap(\.stringValue) ?? []
    details.confidence = json?["confidence"]?.stringValue
    details.evidence = (json?["evidence"]?.arrayValue ?? []).map { one in
      LabelDetails.Evidence(
        spanID: one["span_id"]?.stringValue, path: one["path"]?.stringValue ?? "",
        start: one["start"]?.intValue ?? 0, end: one["end"]?.intValue ?? 0,
        text: one["text"]?.stringValue ?? "")
    }
    return details
  }

  static func json(_ given: LabelSession.Given) -> JSONValue {
    [
      "assessmentID": .string(given.assessmentID), "value": given.value,
      "rationale": text(given.rationale), "details": json(given.details),
    ]
  }

  static func given(_ json: JSONValue) -> LabelSession.Given {
    LabelSession.Given(
      assessmentID: json["assessmentID"]?.stringValue ?? "", value: json["value"] ?? .null,
      rationale: json["rationale"]?.stringValue, details: details(json["details"]))
  }

  static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  // MARK: Commands

  static func json(_ command: LabelSession.Command) -> JSONValue {
    switch command {
    case .answer(let value, let rationale):
      ["type": "answer", "value": value, "rationale": text(rationale)]
    case .rationale(let text): ["type": "rationale", "text": .string(text)]
    case .draft(let text): ["type": "draft", "text": .string(text)]
    case .detail(let details): ["type": "detail", "details": json(details)]
    case .skip(let reason): ["type": "skip", "reason": .string(reason)]
    case .flag(let note): ["type": "flag", "note": .string(note)]
    case .undo: ["type": "undo"]
    case .search(let text): ["type": "search", "text": .string(text)]
    case .next: ["type": "next"]
    case .previous: ["type": "previous"]
    case .open(let item): ["type": "open", "item": json(item)]
    case .advance: ["type": "advance"]
    case .postpone: ["type": "postpone"]
    case .quit: ["type": "quit"]
    }
  }

  static func command(_ json: JSONValue) -> LabelSession.Command? {
    let text = json["text"]?.stringValue ?? ""
    switch json["type"]?.stringValue {
    case "answer":
      return .answer(json["value"] ?? .null, rationale: json["rationale"]?.stringValue)
    case "rationale": return .rationale(text)
    case "draft": return .draft(text)
    case "detail": return .detail(details(json["details"]))
    case "skip": return .skip(json["reason"]?.stringValue ?? "")
    case "flag": return .flag(json["note"]?.stringValue ?? "")
    case "undo": return .undo
    case "search": return .search(text)
    case "next": return .next
    case "previous": return .previous
    case "open": return .open(item(json["item"]))
    case "advance": return .advance
    case "postpone": return .postpone
    case "quit": return .quit
    default: return nil
    }
  }

  // MARK: Effects and events

  static func json(_ effect: LabelSession.Effect) -> JSONValue {
    switch effect {
    case .load(let item): ["type": "load", "item": json(item)]
    case .store(let answer):
      [
        "type": "store",
        "answer": [
          "item": json(answer.item), "value": answer.value, "rationale": text(answer.rationale),
          "details": json(answer.details), "seen": text(answer.seen?.hex),
          "afterReveal": .bool(answer.isAfterReveal),
          "rationaleAfterReveal": .bool(answer.isRationaleAfterReveal),
        ],
      ]
    case .takeBack(let item, let id):
      ["type": "takeBack", "item": json(item), "assessmentID": .string(id)]
    case .skip(let item, let reason): ["type": "skip", "item": json(item), "reason": text(reason)]
    case .flag(let item, let note): ["type": "flag", "item": json(item), "note": text(note)]
    case .search(let text): ["type": "search", "text": .string(text)]
    case .keepDraft(let item, let kept):
      ["type": "keepDraft", "item": json(item), "text": text(kept)]
    case .keepDetails(let item, let kept):
      ["type": "keepDetails", "item": json(item), "details": kept.map(json) ?? .null]
    case .quit: ["type": "quit"]
    }
  }

  static func json(_ event: LabelSession.Event) -> JSONValue {
    switch event {
    case .loaded(let card):
      [
        "type": "loaded",
        "card": [
          "item": json(card.item), "seen": text(card.trace.shown?.hex), "flag": text(card.flag),
          "wasRevealed": .bool(card.wasRevealed),
        ],
      ]
    case .missing(let item): ["type": "missing", "item": json(item)]
    case .stored(let id, let reveal):
      [
        "type": "stored", "assessmentID": .string(id),
        "reveal": reveal.map { ["opinions": .array($0.opinions.map(json))] } ?? .null,
      ]
    case .changed: ["type": "changed"]
    case .found(let traces): ["type": "found", "traces": .array(traces.map { .string($0) })]
    case .failed(let reason): ["type": "failed", "reason": .string(reason)]
    }
  }

  private static func json(_ opinion: LabelReveal.Opinion) -> JSONValue {
    [
      "who": .string(opinion.who), "value": opinion.value ?? .null,
      "rationale": text(opinion.rationale), "isTheJudge": .bool(opinion.isTheJudge),
    ]
  }

  static func event(_ json: JSONValue) -> LabelSession.Event? {
    switch json["type"]?.stringValue {
    case "loaded":
      let card = json["card"]
      let item = item(card?["item"])
      var trace = Trace(id: item.traceID, inputs: .null, outputs: .null)
      trace.shown = card?["seen"]?.stringValue.flatMap { ContentID(hex: $0) }
      return .loaded(
        LabelCard(
          item: item, trace: trace, flag: card?["flag"]?.stringValue,
          wasRevealed: card?["wasRevealed"]?.boolValue ?? false))
    case "missing": return .missing(item(json["item"]))
    case "stored":
      let opinions = json["reveal"]?["opinions"]?.arrayValue
      return .stored(
        assessmentID: json["assessmentID"]?.stringValue ?? "",
        opinions.map { list in
          LabelReveal(
            list.map { one in
              let value = one["value"] ?? .null
              return LabelReveal.Opinion(
                who: one["who"]?.stringValue ?? "", value: value.isNull ? nil : value,
                rationale: one["rationale"]?.stringValue,
                isTheJudge: one["isTheJudge"]?.boolValue ?? false)
            })
        })
    case "changed": return .changed
    case "found": return .found(json["traces"]?.arrayValue?.compactMap(\.stringValue) ?? [])
    case "failed": return .failed(json["reason"]?.stringValue ?? "")
    default: return nil
    }
  }

  // MARK: States

  /// What a user interface shows of a session.
  static func state(_ session: LabelSession) -> JSONValue {
    [
      "current": session.current.map(json) ?? .null, "stage": stage(session.stage),
      "labelled": .number(Double(session.labelled)), "left": .number(Double(session.left)),
      "pace": session.pace.map { .number($0) } ?? .null, "waits": .bool(session.isWaiting),
      "notice": session.notice.map(json) ?? .null, "last": session.last.map(json) ?? .null,
      "given": .array(session.items.map { session.given[$0].map(json) ?? .null }),
      "drafts": .array(session.items.map { text(session.drafts[$0]) }),
      "details": .array(session.items.map { session.details[$0].map(json) ?? .null }),
      "skipped": .array(session.items.filter(session.skipped.contains).map(json)),
      "flags": .object(JSONObject(session.flags.mapValues { JSONValue.string($0) })),
      "flagged": .number(Double(session.flagged)), "undone": .number(Double(session.undone)),
      "filter": session.filter.map { .array($0.sorted().map { .string($0) }) } ?? .null,
    ]
  }

  private static func stage(_ stage: LabelSession.Stage) -> JSONValue {
    switch stage {
    case .answering: "answering"
    case .explaining: "explaining"
    case .done: "done"
    }
  }

  private static func json(_ notice: LabelSession.Notice) -> JSONValue {
    switch notice {
    case .noTrace: ["type": "noTrace"]
    case .reasonKept: ["type": "reasonKept"]
    case .reasonRemoved: ["type": "reasonRemoved"]
    case .alreadyLabelled: ["type": "alreadyLabelled"]
    case .nothingToUndo: ["type": "nothingToUndo"]
    case .isFirst: ["type": "isFirst"]
    case .isLast: ["type": "isLast"]
    case .missing(let trace): ["type": "missing", "traceID": .string(trace)]
    case .flagged: ["type": "flagged"]
    case .flagRemoved: ["type": "flagRemoved"]
    case .flagRestored: ["type": "flagRestored"]
    case .takenBack(let keeps): ["type": "takenBack", "keepsReason": .bool(keeps)]
    case .earlierLabelRestored: ["type": "earlierLabelRestored"]
    case .skipUndone: ["type": "skipUndone"]
    case .matches(let count): ["type": "matches", "count": .number(Double(count))]
    case .noMatch: ["type": "noMatch"]
    case .searchEnded: ["type": "searchEnded"]
    case .searchExhausted: ["type": "searchExhausted"]
    case .failed(let reason): ["type": "failed", "reason": .string(reason)]
    }
  }
}
