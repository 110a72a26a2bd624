import JudgeJSON
import JudgeRecords
import JudgeTestSupport

extension RandomRecords {
  mutating func experiment() -> Experiment {
    Experiment(name: name(), salt: maybe { $0.name() })
  }

  mutating func run() -> Run {
    Run(
      experiment: hash(), nonce: name(), name: maybe { $0.name() }, type: maybe { $0.name() },
      startTime: maybe { $0.time() }, userID: maybe { $0.name() },
      judges: list(upTo: 2) { $0.hash() }, params: object())
  }

  mutating func trace() -> TraceRecord {
    var trace = TraceRecord(experiment: hash())
    trace.traceID = maybe { $0.name() }
    trace.clientRequestID = maybe { $0.name() }
    trace.requestTime = maybe { $0.time() }
    trace.executionDuration = maybe { $0.number() }
    trace.state = maybe { $0.random.element(of: TraceRecord.states) } ?? nil
    trace.inputs = maybe { $0.json() }
    trace.outputs = maybe { $0.json() }
    trace.retrievedContext = list(upTo: 2) { $0.json() }
    trace.tags = texts()
    trace.metadata = texts()
    trace.run = maybe { $0.hash() }
    trace.rowKey = maybe { $0.name() }
    return trace
  }

  mutating func spans() -> SpanBatch {
    var spans = [JSONValue.object(span())]
    spans += list(upTo: 2) { .object($0.span()) }
    return SpanBatch(traceID: name(), spans: spans)
  }

  private mutating func span() -> JSONObject {
    var span = object()
    for key in ["start_time_unix_nano", "end_time_unix_nano"] {
      span[key] = maybe { .string(String($0.random.next())) }
    }
    return span
  }

  mutating func assessment() -> Assessment {
    let content: Assessment.Content =
      switch random.below(3) {
      case 0: .feedback(json())
      case 1: .error(error())
      default: .expectation(json())
      }
    var assessment = Assessment(
      traceID: name(), name: name(), source: source(), content: content,
      rationale: maybe { $0.text() })
    assessment.metadata = texts()
    assessment.spanID = maybe { $0.name() }
    assessment.createTime = maybe { $0.time() }
    assessment.lastUpdateTime = maybe { $0.time() }
    assessment.assessmentID = maybe { $0.name() }
    assessment.overrides = maybe { $0.name() }
    assessment.repeatIndex = maybe { $0.count(from: 1) }
    assessment.seen = maybe { $0.hash() }
    assessment.valid = maybe { $0.random.once(in: 2) }
    return assessment
  }

  mutating func error() -> AssessmentError {
    var error = AssessmentError(code: name(), message: maybe { $0.text() })
    error.stackTrace = maybe { $0.text() }
    return error
  }

  mutating func verdict() -> Verdict {
    let result: Result<JSONValue, AssessmentError> =
      random.once(in: 3) ? .failure(error()) : .success(json())
    var verdict = Verdict(traceID: name(), result: result, rationale: maybe { $0.text() })
    verdict.metadata = texts()
    verdict.spanID = maybe { $0.name() }
    verdict.createTime = maybe { $0.time() }
    verdict.assessmentID = maybe { $0.name() }
    verdict.inputTokens = maybe { $0.count(from: 0) }
    verdict.outputTokens = maybe { $0.count(from: 0) }
    verdict.cost = maybe { $0.number() }
    return verdict
  }

  mutating func verdicts() -> VerdictBatch {
    var batch = VerdictBatch(
      name: name(), source: source(), verdicts: [verdict()] + list(upTo: 2) { $0.verdict() })
    batch.run = maybe { $0.hash() }
    batch.judge = maybe { $0.hash() }
    batch.repeatIndex = maybe { $0.count(from: 0) }
    batch.modelSnapshot = maybe { $0.name() }
    return batch
  }
}
