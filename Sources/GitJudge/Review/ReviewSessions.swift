import JudgeJSON
import JudgeRecords
import JudgeReview
import JudgeScoring

/// The sessions of an experiment, for questions about whole sessions.
struct ReviewSessions {
  private var firstTraces: [String: String] = [:]
  private var conversations: [String: [JSONValue]] = [:]

  /// Groups traces by session.
  init(_ traces: [Trace]) {
    for session in Conversation.sessions(of: traces) {
      for member in session.members {
        firstTraces[traces[member].id] = session.trace.id
        conversations[traces[member].id] = session.trace.conversation.map {
          ShownTrace.withoutModel($0)
        }
      }
    }
  }

  /// Returns the messages of the session that a trace belongs to; empty if they are not shown.
  func conversation(of traceID: String) -> [JSONValue] { conversations[traceID] ?? [] }

  /// Leaves one item per session: that of its first trace, which has the verdict on the session.
  ///
  /// - Parameters:
  ///   - items: the items of a question.
  ///   - isWanted: whether the question is about sessions; otherwise all items are kept.
  /// - Returns: the items. An item stays if that of the first trace is not among them.
  func reduced(_ items: [LabelItem], isWanted: Bool) -> [LabelItem] {
    guard isWanted else { return items }
    let present = Set(items.map(\.traceID))
    return items.filter { item in
      let first = firstTraces[item.traceID] ?? item.traceID
      return first == item.traceID || !present.contains(first)
    }
  }
}
