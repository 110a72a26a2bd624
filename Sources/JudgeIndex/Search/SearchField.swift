/// What a clause of a search looks at.
enum SearchField: Hashable, Sendable {
  /// A text that a trace has one of.
  enum Text: String, Hashable, Sendable {
    case status
    case name
    case traceID = "trace_id"
    case runID = "run_id"
    case clientRequestID = "client_request_id"
  }

  /// A number that a trace has one of, in milliseconds.
  enum Number: String, Hashable, Sendable {
    case timestamp
    case executionTime = "execution_time"
    case endTime = "end_time"
  }

  /// A part of a span.
  enum SpanPart: Hashable, Sendable {
    case name
    case type
    case status
    case content
    case attribute(String)
  }

  /// A part of a feedback or an expectation.
  enum AssessmentPart: String, Hashable, Sendable {
    case value
    case sourceType = "source_type"
    case sourceID = "source_id"
    case rationale
  }

  /// Which feedback or expectation.
  struct Subject: Hashable, Sendable {
    let isExpectation: Bool
    /// `nil` for feedback of any name.
    let name: String?
  }

  case text(Text)
  case number(Number)
  case experimentID
  case tag(String)
  case metadata(String)
  case span(SpanPart)
  case assessment(Subject, AssessmentPart)
  /// All that the trace says: inputs, outputs, context, spans.
  case fullText
  /// MLflow's linked prompts, which git-judge does not keep: nothing has one.
  case prompt
  /// MLflow's issues, which git-judge does not keep: nothing has one.
  case issue
}
