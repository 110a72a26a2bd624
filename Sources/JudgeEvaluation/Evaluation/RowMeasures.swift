import JudgeJSON
public import JudgeRecords
import JudgeScoring

/// The measures of every row, independent of judges: latency, tokens, retrieved documents.
public struct RowMeasures: Hashable, Sendable {
  /// The duration of the application's answer in seconds.
  public var latency: Double?
  /// The number of tokens that the application's models read.
  public var inputTokens: Double?
  /// The number of tokens that they wrote.
  public var outputTokens: Double?
  /// The number of retrieved documents.
  public var chunks: Int

  /// Measures a trace.
  ///
  /// Tokens are those of `mlflow.trace.tokenUsage`, otherwise the sum over the outermost
  /// spans that report them.
  public init(_ trace: Trace) {
    latency = trace.executionDuration.map { $0 / 1000 }
    chunks = RetrievedChunk.all(of: trace).count
    if let usage = Self.object(trace.metadata["mlflow.trace.tokenUsage"]) {
      inputTokens = usage["input_tokens"]?.doubleValue
      outputTokens = usage["output_tokens"]?.doubleValue
      return
    }
    let tokens = TokenCounts.sum(of: trace.spans)
    inputTokens = tokens?.input.map(Double.init)
    outputTokens = tokens?.output.map(Double.init)
  }

  /// The measures by name, without unknown ones.
  public var values: [String: Double] {
    var result = ["chunk_count": Double(chunks)]
    result["latency_seconds"] = latency
    result["input_tokens"] = inputTokens
    result["output_tokens"] = outputTokens
    if inputTokens != nil || outputTokens != nil {
      result["total_tokens"] = (inputTokens ?? 0) + (outputTokens ?? 0)
    }
    return result
  }

  /// Returns means and 90th percentiles over rows, by metric name.
  ///
  /// - Parameter rows: the rows.
  /// - Returns: figures over the rows that have the measure.
  public static func metrics(_ rows: [RowMeasures]) -> [String: Double] {
    var lists: [String: [Double]] = [:]
    for row in rows { for (name, value) in row.values { lists[name, default: []].append(value) } }
    var result: [String: Double] = [:]
    for (name, values) in lists {
      result["\(name)/mean"] = Aggregation.mean.of(values)
      result["\(name)/p90"] = Aggregation.p90.of(values)
    }
    return result
  }

  /// Returns an object, which MLflow writes as JSON text.
  private static func object(_ value: JSONValue?) -> JSONObject? {
    value?.objectValue
      ?? value?.stringValue.flatMap { try? JSONValue(parsing: Array($0.utf8)) }?.objectValue
  }
}
