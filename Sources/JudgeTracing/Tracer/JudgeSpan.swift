import JudgeJSON
import Synchronization
public import Tracing

/// A span that git-judge records.
public final class JudgeSpan: Tracing.Span {
  /// The context that contains this span.
  public let context: ServiceContext
  /// The ids of the span.
  public let ids: SpanIDs
  private let spool: SpanSpool

  private struct State {
    var span: FinishedSpan
    var attributes: SpanAttributes = [:]
    var isRecording = true
  }
  private let state: Mutex<State>

  init(
    name: String, ids: SpanIDs, context: ServiceContext, start: UInt64, spool: SpanSpool
  ) {
    var context = context
    context.judgeSpan = ids
    self.context = context
    self.ids = ids
    self.spool = spool
    state = Mutex(State(span: FinishedSpan(ids: ids, name: name, start: start, end: start)))
  }

  /// The name of the operation.
  public var operationName: String {
    get { state.withLock { $0.span.name } }
    set { state.withLock { if $0.isRecording { $0.span.name = newValue } } }
  }

  /// The attributes by name.
  public var attributes: SpanAttributes {
    get { state.withLock { $0.attributes } }
    set { state.withLock { if $0.isRecording { $0.attributes = newValue } } }
  }

  /// Whether it has not ended yet.
  public var isRecording: Bool { state.withLock { $0.isRecording } }

  /// Sets a JSON value, a type that attributes of instrumented code do not support.
  func set(_ name: String, _ value: JSONValue) {
    state.withLock { if $0.isRecording { $0.span.attributes[name] = value } }
  }

  /// Sets the status.
  public func setStatus(_ status: SpanStatus) {
    state.withLock {
      guard $0.isRecording else { return }
      $0.span.error = status.code == .error ? status.message ?? "error" : nil
    }
  }

  /// Adds an event.
  public func addEvent(_ event: SpanEvent) {
    let json: JSONValue = [
      "name": .string(event.name), "time_unix_nano": .string("\(event.nanosecondsSinceEpoch)"),
      "attributes": .object(SpanValues.object(event.attributes)),
    ]
    state.withLock { if $0.isRecording { $0.span.events.append(json) } }
  }

  /// Adds an error, as OpenTelemetry's event `exception`.
  public func recordError<Instant: TracerInstant>(
    _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
  ) {
    var values = SpanValues.object(attributes)
    values["exception.type"] = .string("\(type(of: error))")
    values["exception.message"] = .string("\(error)")
    let json: JSONValue = [
      "name": "exception", "time_unix_nano": .string("\(instant().nanosecondsSinceEpoch)"),
      "attributes": .object(values),
    ]
    state.withLock {
      guard $0.isRecording else { return }
      $0.span.events.append(json)
      $0.span.error = $0.span.error ?? "\(error)"
    }
  }

  /// Does nothing, because links to other traces are not stored.
  public func addLink(_ link: SpanLink) {}

  /// Ends the span and stores it; a second call does nothing.
  public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
    let end = instant().nanosecondsSinceEpoch
    let finished = state.withLock { state -> FinishedSpan? in
      guard state.isRecording else { return nil }
      state.isRecording = false
      state.span.end = end
      for member in SpanValues.object(state.attributes) {
        if state.span.attributes[member.key] == nil {
          state.span.attributes[member.key] = member.value
        }
      }
      return state.span
    }
    guard let finished else { return }
    spool.add(finished)
    if ids.parentID == nil { spool.close(ids.traceID) }
  }
}

/// Converts attributes of instrumented code to JSON.
enum SpanValues {
  static func object(_ attributes: SpanAttributes) -> JSONObject {
    var result = JSONObject()
    attributes.forEach { name, value in result[name] = json(value) }
    return result
  }

  private static func json(_ value: SpanAttribute) -> JSONValue {
    switch value {
    case .int32(let number): .number(Double(number))
    case .int64(let number):
      number.magnitude < 1 << 53 ? .number(Double(number)) : .string("\(number)")
    case .double(let number): number.isFinite ? .number(number) : .string("\(number)")
    case .bool(let flag): .bool(flag)
    case .string(let text): .string(text)
    case .int32Array(let list): .array(list.map { .number(Double($0)) })
    case .int64Array(let list):
      .array(list.map { $0.magnitude < 1 << 53 ? .number(Double($0)) : .string("\($0)") })
    case .doubleArray(let list):
      .array(list.map { $0.isFinite ? .number($0) : .string("\($0)") })
    case .boolArray(let list): .array(list.map { .bool($0) })
    case .stringArray(let list): .array(list.map { .string($0) })
    case .stringConvertible(let text): .string("\(text)")
    case .stringConvertibleArray(let list): .array(list.map { .string("\($0)") })
    default: .null
    }
  }
}
