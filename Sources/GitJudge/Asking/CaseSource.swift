public import JudgeJSON

/// The source of one case.
public enum CaseSource: Sendable {
  /// A JSON document in a file; `-` for standard input.
  case file(path: String)
  /// The fields of a row, as in a line of `evaluate --data`.
  ///
  /// These are `inputs`, `outputs`, `expectations`, and any others that such a line may have.
  case fields(JSONObject)
  /// A trace of the store, by its id, a unique prefix, or the caller's key.
  case trace(String)
}
