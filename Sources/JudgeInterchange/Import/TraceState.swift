import JudgeRecords

/// The state of a trace in its several spellings.
enum TraceState {
  /// Reads a state: MLflow's word in any case, its older `status`, or its number.
  static func read(_ fields: LineFields) throws(ImportError) -> String? {
    for key in ["state", "status"] {
      guard let text = try fields.text(key) else { continue }
      if let state = state(text) { return state }
      throw fields.fail(key, "must be one of \(TraceRecord.states.joined(separator: ", "))")
    }
    return nil
  }

  private static func state(_ text: String) -> String? {
    switch text.uppercased() {
    case "OK", "1": "OK"
    case "ERROR", "2": "ERROR"
    case "IN_PROGRESS", "3": "IN_PROGRESS"
    case "STATE_UNSPECIFIED", "TRACE_STATUS_UNSPECIFIED", "UNSPECIFIED", "UNSET", "0":
      "STATE_UNSPECIFIED"
    default: nil
    }
  }
}
