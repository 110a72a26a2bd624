public import JudgeJSON
public import JudgeRecords

extension Trace {
  /// A row that is in no store.
  ///
  /// - Parameters:
  ///   - id: what it is called in tables.
  ///   - inputs: what goes in.
  ///   - outputs: the application's outputs. If `nil`, the application is asked.
  ///   - expectations: what was expected, `{name: value}`.
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
