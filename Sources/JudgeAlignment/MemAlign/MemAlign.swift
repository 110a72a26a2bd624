public import JudgeJSON
import JudgeModels
public import JudgeRecords
public import JudgeScoring
public import JudgeWork

/// Learns guidelines from people's labels and reasons, and shows the judge the labelled cases that
/// are most similar to the current one.
///
/// MemAlign (Databricks, 2025): a semantic memory of guidelines that a model distils from the
/// labels, and an episodic memory of labelled cases that are retrieved per trace. For the
/// differences from MLflow's version and their reasons, see docs/alignment.md.
public struct MemAlign: AlignmentOptimizer {
  /// `memalign`.
  public let name = "memalign"
  /// A validation third of the training part decides.
  public let selection = SelectionMethod.validation
  /// True: known labels cost nothing again.
  public let isIncremental = true

  /// The model that distils; the judge's own by default.
  ///
  /// MLflow's `reflection_lm`.
  public var reflectionModel: String?
  /// The number of cases that are retrieved for a trace.
  ///
  /// MLflow's `retrieval_k`.
  public var retrievalCount: Int
  /// The embedding model that compares cases; BM25 over words by default.
  ///
  /// MLflow's `embedding_model`.
  public var embeddingModel: String
  /// The minimum similarity, 0 to 1, of a case that is shown; by default 0.05 for words and 0.2 for
  /// vectors.
  public var retrievalFloor: Double?
  /// The number of components of each vector to compare; all of them by default.
  ///
  /// MLflow's `embedding_dim`.
  public var embeddingDimensions: Int?

  /// The maximum number of cases that one call distils from, as in MLflow.
  static let batchLimit = 50
  /// The maximum number of bytes of cases in one call: about 100,000 tokens.
  static let byteLimit = 400_000

  /// Creates the optimizer.
  ///
  /// - Parameters:
  ///   - reflectionModel: the model that distils.
  ///   - retrievalCount: the number of cases that are retrieved for a trace, from 1.
  ///   - embeddingModel: the embedding model that compares cases.
  ///   - retrievalFloor: the minimum similarity of a case that is shown.
  public init(
    reflectionModel: String? = nil, retrievalCount: Int = 5,
    embeddingModel: String = Retrieval.bm25, retrievalFloor: Double? = nil
  ) {
    self.reflectionModel = reflectionModel
    self.retrievalCount = retrievalCount
    self.embeddingModel = embeddingModel
    self.retrievalFloor = retrievalFloor
  }

  private var retrieval: Retrieval {
    Retrieval(
      count: max(1, retrievalCount), model: embeddingModel,
      floor: retrievalFloor ?? (embeddingModel == Retrieval.bm25 ? 0.05 : 0.2),
      dimensions: embeddingModel == Retrieval.bm25 ? nil : embeddingDimensions)
  }

  /// All settings that decide the result.
  public var settings: JSONObject {
    var object: JSONObject = [
      "retrieval_k": .number(Double(retrieval.count)), "embedding_model": .string(embeddingModel),
      "retrieval_floor": .number(retrieval.floor),
    ]
    if let embeddingDimensions {
      object["embedding_dim"] = .number(Double(embeddingDimensions))
    }
    if let reflectionModel { object["reflection_lm"] = .string(reflectionModel) }
    return object
  }

  /// Returns whether the judge's memory holds exactly these labels.
  func isCurrent(_ body: JudgeBody, with examples: [AlignmentExample]) -> Bool {
    MemoryPlan(body, examples).isCurrent(body)
  }

  /// Learns from labels that are new.
  ///
  /// - Parameters:
  ///   - judge: the judge, with what it has learned.
  ///   - examples: all labelled traces that it may learn from.
  ///   - context: models and the progress handler.
  /// - Returns: the judge's body with its memory; unchanged if nothing is new.
  /// - Throws: `JudgeFailure` if no batch could be distilled.
  public func align(
    _ judge: any Judge, to examples: [AlignmentExample], context: AlignmentContext
  ) async throws(JudgeFailure) -> AlignmentProposal {
    let plan = MemoryPlan(judge.body, examples)
    guard !plan.isCurrent(judge.body) else { return AlignmentProposal(body: judge.body) }
    var body = plan.pruned
    body.retrieval = retrieval
    var notes: [String] = []
    let batches = DistillationBatch.cut(plan.fresh, of: judge.body)
    let model = batches.isEmpty ? nil : try context.reflection(reflectionModel, for: judge)
    var failures = 0
    for (number, batch) in batches.enumerated() {
      guard let model else { break }
      do throws(JudgeFailure) {
        // One after the other, so that each knows the guidelines of those before it.
        let answer = try await Reflection(model: model).object(
          DistillationPrompt(body: body, examples: batch).text,
          schema: DistilledGuidelines.schema, needing: "guidelines")
        let distilled = DistilledGuidelines(answer, traces: batch.map(\.trace.id))
        body.take(distilled, from: batch)
        context.say(
          "distilled \(Count.of(distilled.entries.count, "guideline")) from "
            + "\(Count.of(batch.count, "labelled trace")) "
            + "(batch \(number + 1) of \(batches.count))")
        for entry in distilled.entries { context.say("guideline: \(entry.text)", isDetail: true) }
      } catch {
        guard error.code == .failed else { throw error }
        failures += 1
        notes.append(
          "distilling batch \(number + 1) of \(batches.count) failed, its "
            + "\(Count.of(batch.count, "label")) "
            + "taught no guideline: \(error.message)")
        if failures == batches.count { throw error }
      }
    }
    body.examples += plan.fresh.map { .object($0.episode.example) }
    // In the order of the examples, so that the number of steps in which they came does not matter.
    body.sortEpisodes(examples.map(\.trace.id))
    return AlignmentProposal(body: body.fitting(&notes), notes: notes)
  }
}
