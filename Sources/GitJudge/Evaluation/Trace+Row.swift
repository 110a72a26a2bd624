public import JudgeJSON
public import JudgeRecords

extension Trace {
  /// Creates a row that is not in a store.
  ///
  /// - Parameters:
  ///   - id: its name in tables.
  ///   - inputs: the application's inputs.
  ///   - outputs: the application's outputs. If `nil`, the application is asked.
  ///   - expectations: the expected values, `{name: value}`.
  ///   - retrievedContext: retrieved documents, `[{doc_uri, content}]`.
  /// - Returns: the row.
  public static func row(
    _ id: String, inputs: JSONValue, outputs: JSONValue? = nil, expectations: JSONObject = [:],
    retrievedContext: [JSONValue] = []
  ) -> Trace {
    var row = Trace(id: id, inputs: inputs, outputs: outputs ?? .null)
    row.setExpectations(expectations)
    row.retrievedContext = retrievedContext
    return row
  }
}
