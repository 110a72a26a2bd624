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
    /// The indices of its traces in the given list, in order of time.
    public let members: [Int]
    /// The session's first trace with the conversation; the verdict on the session is stored on it.
    public let trace: Trace
  }

  /// Groups traces by session.
  ///
  /// - Parameter traces: any traces.
  /// - Returns: the sessions, in order of their first index.
  public static func sessions(of traces: [Trace]) -> [Session] {
    var order: [String] = []
    var members: [String: [Int]] = [:]
    for (place, trace) in traces.enumerated() {
      let session = trace.metadata[sessionKey]?.stringValue
      // A session id cannot begin with a NUL, so a lone trace never gets the key of a session.
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
      // A case that was sent with its conversation has no traces.
      if places.count > 1 || trace.conversation.isEmpty {
        trace.conversation = messages(places.map { traces[$0] })
      }
      return Session(members: places, trace: trace)
    }
  }

  /// Returns the messages: for each trace, the user's text, the tool calls, and the answer.
  ///
  /// - Parameter traces: the traces of a session, in order.
  /// - Returns: messages `{role, content}`, and `{role, name, inputs, outputs}` for tools.
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

extension Trace {
  /// The messages of the session; those of the trace alone if it is judged alone.
  var sessionMessages: [JSONValue] {
    conversation.isEmpty ? Conversation.messages([self]) : conversation
  }
}

extension JudgeBody {
  /// Whether the judge rates whole sessions: its instructions name `{{ conversation }}`.
  public var isSessionLevel: Bool {
    if form == .guidelines { return settings["session"]?.boolValue ?? false }
    return InstructionsTemplate(instructions).variables.contains("conversation")
  }
}
