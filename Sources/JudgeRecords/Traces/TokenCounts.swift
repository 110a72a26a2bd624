package import JudgeJSON

/// The numbers of tokens of a model call.
package struct TokenCounts: Hashable, Sendable {
  /// The tokens of the prompt.
  package var input: Int?
  /// The tokens of the answer.
  package var output: Int?
  /// All tokens, if the span says it.
  package var total: Int?
  /// The tokens of the prompt that came from a cache.
  package var cacheRead: Int?
  /// The tokens of the prompt that went into a cache.
  package var cacheWrite: Int?
  /// The tokens of the answer that were reasoning.
  package var reasoning: Int?

  /// Creates counts without a number.
  package init() {}

  /// The counts in MLflow's words.
  package var json: JSONObject {
    var object: JSONObject = [:]
    for (name, value) in [
      ("input_tokens", input), ("output_tokens", output),
      ("total_tokens", total ?? Self.sum(input, output)),
      ("cache_read_input_tokens", cacheRead), ("cache_creation_input_tokens", cacheWrite),
    ] {
      if let value { object[name] = .integer(value) }
    }
    return object
  }

  /// Adds the counts of another call.
  package mutating func add(_ other: TokenCounts) {
    total = Self.sum(
      total ?? Self.sum(input, output), other.total ?? Self.sum(other.input, other.output))
    input = Self.sum(input, other.input)
    output = Self.sum(output, other.output)
    cacheRead = Self.sum(cacheRead, other.cacheRead)
    cacheWrite = Self.sum(cacheWrite, other.cacheWrite)
    reasoning = Self.sum(reasoning, other.reasoning)
  }

  /// The sum of the numbers that exist; one that no integer can hold stays at the greatest integer.
  private static func sum(_ left: Int?, _ right: Int?) -> Int? {
    guard let left, let right else { return left ?? right }
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? .max : sum
  }

  /// Adds the tokens of the spans of a trace.
  ///
  /// The span of an agent often has the sum of its model calls, so a span below one with tokens
  /// does not count.
  ///
  /// - Parameter spans: the spans of the trace, each once.
  /// - Returns: the sum, or `nil` if no span has tokens.
  package static func sum(of spans: [JSONValue]) -> TokenCounts? {
    var counts: [String: TokenCounts] = [:]
    var parents: [String: String] = [:]
    var result: TokenCounts?
    for span in spans {
      let id = span["span_id"]?.stringValue ?? ""
      parents[id] = span["parent_span_id"]?.stringValue
      guard let own = span["attributes"]?.objectValue.flatMap(SpanFacts.tokens) else { continue }
      counts[id] = own
    }
    for (id, own) in counts {
      var (steps, next) = (0, parents[id])
      while let parent = next, counts[parent] == nil, steps <= spans.count {
        next = parents[parent]
        steps += 1
      }
      guard next == nil else { continue }
      var total = result ?? TokenCounts()
      total.add(own)
      result = total
    }
    return result
  }
}
