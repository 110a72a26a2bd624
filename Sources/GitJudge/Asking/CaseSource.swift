public import JudgeJSON

/// The source of one case.
public enum CaseSource: Sendable {
  /// A JSON document in a file, `-` for standard input.
  case file(path: String)
  /// The fields of a row, `inputs`, `outputs`, `expectations` and what else a line of
  /// `evaluate --data` may have.
  case fields(JSONObject)
  /// A trace of the store: its id, a unique prefix, or the caller's key.
  case trace(String)
}
