extension SearchField {
  /// The field that a path names, in MLflow's words and git-judge's.
  init(_ token: SearchToken) throws(SearchSyntaxError) {
    guard case .path(let segments) = token.kind, let first = segments.first else {
      throw SearchSyntaxError(
        offset: token.offset, message: "expected a field, found \(Self.shown(token))")
    }
    let key = segments.dropFirst().map(\.text).joined(separator: ".")
    let found: SearchField? =
      if segments.count == 1 { Self.plain(first.text) } else {
        switch first.text {
        case "trace", "attribute", "attributes": Self.plain(key)
        case "tag", "tags": .tag(key)
        case "metadata", "request_metadata": .metadata(key)
        case "span": Self.span(Array(segments.dropFirst()))
        case "feedback": Self.assessment(Array(segments.dropFirst()), isExpectation: false)
        case "expectation": Self.assessment(Array(segments.dropFirst()), isExpectation: true)
        case "issue" where key == "id": .issue
        default: nil
        }
      }
    guard let found else {
      throw SearchSyntaxError(
        offset: token.offset, message: "there is no field \(token.source); known are \(Self.known)")
    }
    self = found
  }

  /// The fields, for messages.
  static let known = """
    trace_id, client_request_id, name, status, run_id, timestamp, execution_time, end_time, text, \
    tag.K, metadata.K, feedback.N, expectation.N, source_type, source_id, rationale, span.name, \
    span.type, span.status, span.content, span.attributes.K
    """

  static func shown(_ token: SearchToken) -> String {
    token.kind == .end ? "the end" : token.source
  }

  private static func plain(_ name: String) -> SearchField? {
    switch name {
    case "status", "state": .text(.status)
    case "name": .text(.name)
    case "request_id", "trace_id": .text(.traceID)
    case "run_id": .text(.runID)
    case "client_request_id": .text(.clientRequestID)
    case "timestamp", "timestamp_ms", "request_time": .number(.timestamp)
    case "execution_time", "execution_time_ms", "execution_duration": .number(.executionTime)
    case "end_time", "end_time_ms": .number(.endTime)
    case "experiment_id": .experimentID
    case "prompt": .prompt
    case "text": .fullText
    case "source_type", "source_id", "rationale":
      AssessmentPart(rawValue: name).map {
        .assessment(Subject(isExpectation: false, name: nil), $0)
      }
    default: nil
    }
  }

  private static func span(_ segments: [SearchToken.Segment]) -> SearchField? {
    guard let first = segments.first else { return nil }
    if segments.count > 1 {
      guard first.text == "attributes" || first.text == "attribute" else { return nil }
      return .span(.attribute(segments.dropFirst().map(\.text).joined(separator: ".")))
    }
    return switch first.text {
    case "name": .span(.name)
    case "type": .span(.type)
    case "status": .span(.status)
    case "content": .span(.content)
    default: nil
    }
  }

  /// `feedback.N`, or `feedback.N.source_id` and the like; a name that ends so stands in
  /// back-ticks.
  private static func assessment(
    _ segments: [SearchToken.Segment], isExpectation: Bool
  ) -> SearchField? {
    var names = segments
    var part = AssessmentPart.value
    if names.count > 1, let last = names.last, !last.isQuoted,
      let named = AssessmentPart(rawValue: last.text), named != .value
    {
      part = named
      names.removeLast()
    }
    let name = names.map(\.text).joined(separator: ".")
    return .assessment(Subject(isExpectation: isExpectation, name: name), part)
  }
}
