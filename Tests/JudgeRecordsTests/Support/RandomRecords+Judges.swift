import JudgeJSON
import JudgeRecords
import JudgeTestSupport

extension RandomRecords {
  mutating func judge() -> JudgeBody {
    var judge = JudgeBody(
      name: name(), instructions: text(), valueType: random.pick(.string, .int, .float, .bool))
    judge.feedbackNameOverride = maybe { $0.name() }
    judge.description = maybe { $0.text() }
    judge.values = list(upTo: 3) { $0.scalar() }
    judge.ordered = list(upTo: 3) { $0.scalar() }
    judge.pass = list(upTo: 2) { $0.scalar() }
    judge.model = maybe { $0.name() }
    judge.guidelines = list(upTo: 2) { maker in
      var guideline = Guideline(
        text: maker.name(), labels: maker.list(upTo: 2) { $0.text() },
        traces: maker.list(upTo: 2) { $0.text() })
      guideline.supersededBy = maker.maybe { $0.name() }
      return guideline
    }
    judge.retrieval = maybe { maker in
      Retrieval(
        count: maker.count(from: 1), model: maker.name(), floor: maker.number(),
        dimensions: maker.maybe { $0.count(from: 1) })
    }
    judge.steps = list(upTo: 2) { $0.step() }
    judge.examples = list(upTo: 2) { .object($0.object()) }
    judge.calibration = maybe { $0.object() }
    judge.form = maybe { JudgeForm(rawValue: $0.name()) }
    judge.settings = maybe { $0.object() } ?? [:]
    judge.valueSchema = maybe { $0.object() }
    judge.inference = maybe { $0.object() } ?? [:]
    judge.baseURL = maybe { $0.name() }
    judge.extraHeaders = maybe { ["X-Team": .string($0.text())] } ?? [:]
    judge.rationaleFirst = maybe { _ in true }
    return judge
  }

  mutating func step() -> AlignmentStep {
    var step = AlignmentStep(
      optimizer: name(), settings: object(), seed: UInt64(count(from: 0)), base: hash())
    step.labels = list(upTo: 2) { $0.text() }
    step.decisions = object()
    step.sources = object()
    return step
  }

  mutating func registration() -> Registration {
    var registration = Registration(
      experiment: hash(), name: name(), version: count(from: 1), judge: hash())
    registration.parents = list(upTo: 2) { $0.hash() }
    registration.tags = texts()
    registration.author = maybe { $0.person() }
    registration.time = maybe { $0.time() }
    registration.report = maybe { $0.hash() }
    return registration
  }

  mutating func report() -> Report {
    var report = Report(
      type: random.pick(.alignment, .opening, Report.ReportType(rawValue: "newer")),
      experiment: hash(), feedbackName: name())
    report.judge = maybe { $0.hash() }
    report.base = maybe { $0.hash() }
    report.baseName = maybe { $0.name() }
    report.time = maybe { $0.time() }
    report.author = maybe { $0.person() }
    report.figures = object()
    return report
  }

  mutating func rubric() -> Rubric {
    var rubric = Rubric(name: name(), text: text())
    rubric.supersedes = list(upTo: 2) { $0.hash() }
    rubric.author = maybe { $0.person() }
    rubric.time = maybe { $0.time() }
    return rubric
  }

  mutating func assignment() -> Assignment {
    var assignment = Assignment(
      name: name(), batch: name(), reviewers: list(upTo: 3) { $0.text() },
      overlap: count(from: 1), traces: list(upTo: 3) { $0.text() })
    assignment.experiment = maybe { $0.hash() }
    assignment.repeats = maybe { Double($0.random.below(101)) / 100 }
    for _ in 0..<random.below(3) {
      assignment.kept[name()] = .array(list(upTo: 2) { .string($0.text()) })
    }
    assignment.guideline = maybe { $0.hash() }
    assignment.supersedes = list(upTo: 2) { $0.hash() }
    assignment.author = maybe { $0.person() }
    assignment.time = maybe { $0.time() }
    return assignment
  }

  mutating func adjudication() -> Adjudication {
    var adjudication = Adjudication(
      traceID: name(), name: name(), value: json(), source: source())
    adjudication.rationale = maybe { $0.text() }
    adjudication.labels = list(upTo: 2) { $0.text() }
    adjudication.isGuidelineGap = maybe { $0.random.once(in: 2) }
    adjudication.supersedes = list(upTo: 2) { $0.hash() }
    adjudication.time = maybe { $0.time() }
    return adjudication
  }

  mutating func change() -> Change {
    let kind = random.element(of: RecordKind.all) ?? .trace
    let fact: (key: String, value: JSONValue) =
      switch random.below(8) {
      case 0: ("name", .string(name()))
      case 1: ("lifecycle", random.pick(Change.deleted, Change.active))
      case 2: ("version", .number(Double(count(from: 1))))
      case 3: ("tag/" + text(), .string(text()))
      case 4: (random.pick("tag/", "alias/") + name(), .null)
      case 5: ("alias/" + name() + "@production", .string(hash().hex))
      case 6: ("metric/" + name(), json())
      default: (name(), json())
      }
    var change = Change(
      target: ChangeTarget(kind: kind, id: name()), key: fact.key, value: fact.value)
    change.supersedes = list(upTo: 2) { $0.hash() }
    change.time = maybe { $0.time() }
    change.source = maybe { $0.source() }
    return change
  }

  mutating func endorsement() -> Endorsement {
    var endorsement = Endorsement(source: source())
    endorsement.confirms = [hash()]
    endorsement.adopts = list(upTo: 2) { String($0.hash().hex.prefix(40)) }
    endorsement.samePerson = maybe { [$0.name(), $0.name()] } ?? []
    endorsement.lifts = list(upTo: 2) { $0.hash() }
    endorsement.withdraws = list(upTo: 2) { $0.hash() }
    endorsement.reason = maybe { $0.name() }
    endorsement.time = maybe { $0.time() }
    return endorsement
  }

  mutating func redaction() -> Redaction {
    var redaction = Redaction(
      hashes: [hash()] + list(upTo: 2) { $0.hash() }, reason: name(), source: source())
    redaction.time = maybe { $0.time() }
    redaction.purge = maybe { $0.random.once(in: 2) }
    redaction.ids = list(upTo: 2) { $0.name() }
    redaction.questions = list(upTo: 2) { $0.name() }
    return redaction
  }
}
