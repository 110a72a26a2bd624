public import JudgeJSON
import JudgeModels
public import JudgeRecords
public import JudgeScoring
public import JudgeWork

/// Learns guidelines from people's labels and reasons, and shows the judge the cases most like the
/// one at hand.
///
/// MemAlign (Databricks, 2025): a semantic memory of guidelines that a model distils from the
/// labels, and an episodic memory of labelled cases that are retrieved per trace. Where and why
/// this one departs from MLflow's: docs/alignment.md.
public struct MemAlign: AlignmentOptimizer {
  /// `memalign`.
  public let name = "memalign"
  /// A validation third of the training part decides.
  public let selection = SelectionMethod.validation
  /// Yes: known labels cost nothing again.
  public let isIncremental = true

  /// The model that distils; the judge's own unless said.
  ///
  /// MLflow's `reflection_lm`.
  public var reflectionModel: String?
  /// How many cases are retrieved for a trace.
  ///
  /// MLflow's `retrieval_k`.
  public var retrievalCount: Int
  /// What compares cases.
  ///
  /// MLflow's `embedding_model`.
  public var embeddingModel: String
  /// The least similarity, 0 to 1, of a case that is shown; missing means 0.05 for words and 0.2
  /// for vectors.
  public var retrievalFloor: Double?
  /// How many components of each vector are compared; all of them unless said.
  ///
  /// MLflow's
  /// `embedding_dim`.
  public var embeddingDimensions: Int?

  /// The most cases that one call distils from, as MLflow.
  static let batchLimit = 50
  /// The most bytes of cases in one call: about 100,000 tokens.
  static let byteLimit = 400_000

  /// Creates the optimizer.
  ///
  /// - Parameters:
  ///   - reflectionModel: the model that distils.
  ///   - retrievalCount: how many cases are retrieved for a trace, from 1.
  ///   - embeddingModel: what compares cases.
  ///   - retrievalFloor: the least similarity of a case that is shown.
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

  /// All that decides the result.
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

  /// Whether the judge's memory holds exactly these labels.
  func isCurrent(_ body: JudgeBody, with examples: [AlignmentExample]) -> Bool {
    MemoryPlan(body, examples).isCurrent(body)
  }

  /// Learns what is new.
  ///
  /// - Parameters:
  ///   - judge: the judge, with what it knows.
  ///   - examples: all labelled traces that it may learn from.
  ///   - context: models, and somebody to tell.
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
    // In the order of the examples, so that it does not matter in how many steps they came.
    body.sortEpisodes(examples.map(\.trace.id))
    return AlignmentProposal(body: body.fitting(&notes), notes: notes)
  }
}
