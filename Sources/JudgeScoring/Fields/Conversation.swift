public import JudgeJSON
public import JudgeRecords

/// A session: the traces of one conversation, and its messages.
///
/// A session is the traces with the same `mlflow.trace.session` metadata, in order of their
/// request times; a trace without it is a session of its own.
public enum Conversation {
  /// The metadata key that holds the session's id.
  public static let sessionKey = "mlflow.trace.session"

  /// One session.
  public struct Session: Sendable {
    /// The places of its traces in the list given, in order of time.
    public let members: [Int]
    /// Its first trace, carrying the conversation: the verdict is about the session and is kept
    /// there.
    public let trace: Trace
  }

  /// Groups traces by session.
  ///
  /// - Parameter traces: any traces.
  /// - Returns: the sessions, in order of the first place of each.
  public static func sessions(of traces: [Trace]) -> [Session] {
    var order: [String] = []
    var members: [String: [Int]] = [:]
    for (place, trace) in traces.enumerated() {
      let session = trace.metadata[sessionKey]?.stringValue
      // A session id cannot begin with a NUL, so lone traces never fall together with one.
      let key = session ?? "\0\(place)"
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(place)
    }
    return order.compactMap { key in
      let places = (members[key] ?? []).sorted { left, right in
        let times = (
          traces[left].requestTime?.milliseconds, traces[right].requestTime?.milliseconds
        )
        guard let first = times.0, let second = times.1, first != second else {
          return left < right
        }
        return first < second
      }
      guard let first = places.first else { return nil }
      var trace = traces[first]
      trace.conversation = messages(places.map { traces[$0] })
      return Session(members: places, trace: trace)
    }
  }

  /// What was said: for each trace the user's words, the tools that were called, the answer.
  ///
  /// - Parameter traces: the traces of a session, in order.
  /// - Returns: `{role, content}`, for tools `{role, name, inputs, outputs}`.
  public static func messages(_ traces: [Trace]) -> [JSONValue] {
    var result: [JSONValue] = []
    for trace in traces {
      if !trace.inputs.isNull {
        result.append(["role": "user", "content": .string(RequestText.request(trace.inputs))])
      }
      for span in SpanFields.all(of: trace) where span.type == "TOOL" {
        result.append([
          "role": "tool", "name": .string(span.name), "inputs": span.inputs,
          "outputs": span.outputs,
        ])
      }
      if !trace.outputs.isNull {
        result.append([
          "role": "assistant", "content": .string(RequestText.response(trace.outputs)),
        ])
      }
    }
    return result
  }
}

extension JudgeBody {
  /// Whether it judges whole sessions: its instructions name `{{ conversation }}`.
  public var isSessionLevel: Bool {
    if form == .guidelines { return settings["session"]?.boolValue ?? false }
    return InstructionsTemplate(instructions).variables.contains("conversation")
  }
}
