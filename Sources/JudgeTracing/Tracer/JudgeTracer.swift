public import Tracing

/// A back end of swift-distributed-tracing that leaves traces for git-judge.
///
/// ```swift
/// InstrumentationSystem.bootstrap(store.traces.tracer)
/// ```
///
/// Any instrumented code then leaves its spans in the repository's git directory as they end;
/// `TraceService.collect()` or `git judge trace collect` makes records of them.
public struct JudgeTracer: Tracer {
  /// The spans of this back end.
  public typealias Span = JudgeSpan

  let spool: SpanSpool

  /// Creates a back end.
  ///
  /// - Parameter spool: the spool for finished spans.
  public init(spool: SpanSpool) { self.spool = spool }

  /// Starts a span below the one in the context.
  public func startSpan<Instant: TracerInstant>(
    _ operationName: String, context: @autoclosure () -> ServiceContext, ofKind kind: SpanKind,
    at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
  ) -> JudgeSpan {
    let context = context()
    return JudgeSpan(
      name: operationName, ids: SpanIDs(below: context.judgeSpan), context: context,
      start: instant().nanosecondsSinceEpoch, spool: spool)
  }

  /// Does nothing, because a span is in its file as soon as it has ended.
  public func forceFlush() {}

  /// Writes the ids into a carrier for another process (W3C Trace Context).
  public func inject<Carrier, Inject: Injector>(
    _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
  ) where Carrier == Inject.Carrier {
    guard let ids = context.judgeSpan else { return }
    injector.inject(ids.traceparent, forKey: "traceparent", into: &carrier)
  }

  /// Reads the ids from a carrier of another process.
  public func extract<Carrier, Extract: Extractor>(
    _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
  ) where Carrier == Extract.Carrier {
    guard let text = extractor.extract(key: "traceparent", from: carrier),
      let ids = SpanIDs(traceparent: text)
    else { return }
    context.judgeSpan = ids
  }
}

/// The key of the current span.
private enum JudgeSpanKey: ServiceContextKey {
  typealias Value = SpanIDs
}

extension ServiceContext {
  /// The ids of the current git-judge span in this context, or `nil` if there is none.
  public var judgeSpan: SpanIDs? {
    get { self[JudgeSpanKey.self] }
    set { self[JudgeSpanKey.self] = newValue }
  }
}
