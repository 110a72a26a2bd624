import JudgeJSON
public import JudgeRecords

/// Asks a judge about each retrieved document, and reports the share of good ones.
///
/// Its feedback is one verdict on the trace (good if at least half of the documents are), one per
/// document named `NAME/chunk` with `chunk_index` in its metadata, and `NAME/precision`, the share
/// of good documents. If a document failed, verdict and precision are errors, because a share of
/// the other documents is not precision.
public struct ChunkJudge: Judge {
  /// The judge of one document.
  public let base: any Judge

  /// Wraps a judge whose instructions name the retrieved context.
  public init(base: any Judge) { self.base = base }

  /// The base's body.
  public var body: JudgeBody { base.body }

  /// The base's source.
  public var source: AssessmentSource { base.source }

  /// Prepares the base judge.
  public func prepare(_ traces: [Trace]) async { await base.prepare(traces) }

  /// Returns the verdict on the trace.
  public func feedback(on trace: Trace) async -> Feedback {
    let all = await feedbacks(on: trace)
    return all.first ?? Feedback(name: name, error: Self.missing(trace), source: source)
  }

  /// Returns the verdict on the trace, the precision, then one verdict per document.
  public func feedbacks(on trace: Trace) async -> [Feedback] {
    let chunks = RetrievedChunk.all(of: trace)
    guard !chunks.isEmpty else {
      return [Feedback(name: name, error: Self.missing(trace), source: source)]
    }
    // A recorded verdict is about the trace; there is none per document to look up.
    if source.id.hasPrefix("recorded:/") { return [await base.feedback(on: trace)] }
    let said = await withTaskGroup(of: (Int, Feedback).self) { group in
      for (place, chunk) in chunks.enumerated() {
        var single = trace
        single.retrievedContext = [chunk.json]
        let asked = single
        group.addTask { (place, await base.feedback(on: asked)) }
      }
      var results = [Feedback?](repeating: nil, count: chunks.count)
      for await (place, feedback) in group { results[place] = feedback }
      return results.compactMap { $0 }
    }
    return [summary(said), precision(said)]
      + zip(said, chunks).map { feedback, chunk in
        var feedback = feedback
        feedback.name = Self.chunkName(name)
        feedback.spanID = chunk.spanID
        feedback.metadata["chunk_index"] = .string("\(chunk.index)")
        if let uri = chunk.uri { feedback.metadata["doc_uri"] = .string(uri) }
        // The sum is already counted on the trace's verdict.
        feedback.inputTokens = nil
        feedback.outputTokens = nil
        feedback.cost = nil
        return feedback
      }
  }

  /// Returns the name of the verdicts per document.
  public static func chunkName(_ name: String) -> String { "\(name)/chunk" }
  /// Returns the name of the share of good documents.
  public static func precisionName(_ name: String) -> String { "\(name)/precision" }

  private func share(_ said: [Feedback]) -> Result<Double, AssessmentError> {
    let failed = said.filter { $0.value == nil }
    // If a document is unasked, the share is unknown, and the next run asks.
    if let error = (failed.first(where: \.isUnasked) ?? failed.first)?.error {
      return .failure(
        AssessmentError(
          code: error.code,
          message: "\(failed.count) of \(said.count) documents failed: \(error.message ?? "")"))
    }
    let good = said.count { $0.value.map(body.pass.contains) ?? false }
    return .success(Double(good) / Double(said.count))
  }

  private func summary(_ said: [Feedback]) -> Feedback {
    var result: Feedback
    switch share(said) {
    case .failure(let error): result = Feedback(name: name, error: error, source: source)
    case .success(let share):
      let good = said.count { $0.value.map(body.pass.contains) ?? false }
      let bad = body.values.first { !body.pass.contains($0) } ?? "no"
      let reasons = said.enumerated().compactMap { place, feedback in
        feedback.rationale.map { "\(place + 1): \($0)" }
      }
      result = Feedback(
        name: name, value: share >= 0.5 ? body.pass.first ?? "yes" : bad,
        rationale: (["\(good) of \(said.count) documents are good."] + reasons)
          .joined(separator: "\n"), source: source)
    }
    result.inputTokens = sum(said.compactMap(\.inputTokens))
    result.outputTokens = sum(said.compactMap(\.outputTokens))
    let costs = said.compactMap(\.cost)
    result.cost = costs.isEmpty ? nil : costs.reduce(0, +)
    if let snapshot = said.lazy.compactMap({ $0.metadata["model_snapshot"] }).first {
      result.metadata["model_snapshot"] = snapshot
    }
    return result
  }

  private func sum(_ numbers: [Int]) -> Int? { numbers.isEmpty ? nil : numbers.reduce(0, +) }

  private func precision(_ said: [Feedback]) -> Feedback {
    let name = Self.precisionName(name)
    switch share(said) {
    case .failure(let error): return Feedback(name: name, error: error, source: source)
    case .success(let share):
      return Feedback(name: name, value: .number(share), rationale: nil, source: source)
    }
  }

  private static func missing(_ trace: Trace) -> AssessmentError {
    AssessmentError(
      code: "MISSING_FIELD", message: "the trace \(trace.id) has no retrieved documents")
  }
}
