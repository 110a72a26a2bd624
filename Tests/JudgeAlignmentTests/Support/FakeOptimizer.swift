import JudgeAlignment
import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeWork
import Synchronization

/// An optimizer that proposes a prepared body and remembers what it was shown.
final class FakeOptimizer: AlignmentOptimizer {
  let name = "fake"
  let needsReader = false
  let selection: SelectionMethod
  private let evidence: SelectionEvidence?
  private let change: @Sendable (inout JudgeBody) -> Void
  private let state = Mutex<[[AlignmentExample]]>([])

  init(
    _ selection: SelectionMethod = .validation, evidence: SelectionEvidence? = nil,
    change: @escaping @Sendable (inout JudgeBody) -> Void = { _ in }
  ) {
    self.selection = selection
    self.evidence = evidence
    self.change = change
  }

  /// The examples of each call.
  var shown: [[AlignmentExample]] { state.withLock { $0 } }
  /// The trace ids of all calls.
  var shownIDs: Set<String> { Set(shown.joined().map(\.trace.id)) }

  func align(
    _ judge: any Judge, to examples: [AlignmentExample], context: AlignmentContext
  ) async throws(JudgeFailure) -> AlignmentProposal {
    state.withLock { $0.append(examples) }
    var body = judge.body
    change(&body)
    return AlignmentProposal(body: body, evidence: evidence)
  }

  /// Proposes the judge that another source recorded.
  static func switching(to source: String) -> FakeOptimizer {
    FakeOptimizer { $0.model = "recorded:/\(source)" }
  }
}
