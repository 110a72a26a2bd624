import JudgeJSON
import JudgeModels
public import JudgeRecords
public import JudgeWork

/// A judge that sees, for each trace, the most similar cases that people judged.
///
/// The memory is like MemAlign's episodic memory (Databricks, 2025), with two differences: a trace
/// is never shown itself or its group, and cases below a similarity are not shown at all.
public struct MemoryJudge: Judge {
  /// The metadata key of the ids of traces that were shown.
  public static let retrievedKey = "retrieved_example_trace_ids"

  /// The body with all of its examples.
  public let body: JudgeBody
  private let retrieval: Retrieval
  private let fixed: [JSONValue]
  private let episodes: [(episode: Episode, group: String)]
  private let similarity: CaseSimilarity
  private let make: @Sendable (JudgeBody) -> any Judge
  private let asked: any Judge

  /// Creates a judge with a memory.
  ///
  /// - Parameters:
  ///   - body: the body with its examples.
  ///   - retrieval: the way in which examples are picked.
  ///   - embedding: the model of the vectors; `nil` compares words.
  ///   - make: a function that makes the judge to ask, from a body with the picked examples.
  init(
    body: JudgeBody, retrieval: Retrieval, embedding: (any EmbeddingModel)?,
    make: @escaping @Sendable (JudgeBody) -> any Judge
  ) {
    self.body = body
    self.retrieval = retrieval
    fixed = body.examples.filter { Episode($0) == nil }
    let episodes = body.examples.compactMap(Episode.init)
    self.episodes = episodes.map { ($0, $0.group) }
    similarity = CaseSimilarity(
      episodes.map(\.text), model: embedding, dimensions: retrieval.dimensions)
    self.make = make
    asked = make(body)
  }

  /// The source of the judge that is asked.
  public var source: AssessmentSource { asked.source }

  /// Gets the vectors of all traces at once.
  public func prepare(_ traces: [Trace]) async {
    // A failure here happens again when the result is needed, and is reported then.
    try? await similarity.prepare(traces.map(Self.text))
  }

  /// Rates a trace with the most similar cases in the prompt.
  ///
  /// - Parameter trace: the trace.
  /// - Returns: a feedback; its metadata names the traces that were shown.
  public func feedback(on trace: Trace) async -> Feedback {
    let shown: [Episode]
    do { shown = try await retrieve(for: trace) } catch {
      return Feedback(
        name: name,
        error: AssessmentError(
          code: InstructionsJudge.code(of: error), message: error.description),
        source: source)
    }
    var single = body
    single.retrieval = nil
    single.examples = fixed + shown.map { .object($0.example) }
    var said = await make(single).feedback(on: trace)
    if !shown.isEmpty {
      said.metadata[Self.retrievedKey] = .string(shown.map(\.traceID).joined(separator: ","))
    }
    return said
  }

  /// Returns the examples for a trace, with the most similar one last, next to the case.
  ///
  /// - Parameter trace: the trace.
  /// - Returns: at most the retrieval's count of examples, without those of the trace's own group.
  /// - Throws: `JudgeFailure` of the embedding model.
  public func retrieve(for trace: Trace) async throws(JudgeFailure) -> [Episode] {
    let similarities = try await similarity.similarities(to: Self.text(trace))
    let group = trace.splitGroup
    let order = episodes.indices.filter { place in
      similarities[place] >= retrieval.floor && episodes[place].group != group
        && episodes[place].episode.traceID != trace.id
    }
    .sorted {
      similarities[$0] != similarities[$1] ? similarities[$0] > similarities[$1] : $0 < $1
    }
    return order.prefix(retrieval.count).reversed().map { episodes[$0].episode }
  }

  private static func text(_ trace: Trace) -> String {
    CaseSimilarity.text(inputs: trace.inputs, outputs: trace.outputs)
  }
}
