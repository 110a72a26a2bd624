import JudgeEvaluation
import JudgeRecords
import JudgeScoring
import JudgeWork
import Synchronization

@testable import JudgeAlignment

/// An optimizer that may learn in two folds, and remembers what each of its shares was shown.
final class FoldingOptimizer: AlignmentOptimizer {
  /// What one call was given.
  struct Call {
    let share: Int
    let ids: Set<String>
  }

  let name = "folding"
  let selection = SelectionMethod.validation
  let needsReader = false
  private let share: Int
  private let change: @Sendable (Set<String>, inout JudgeBody) -> Void
  private let calls: Shared

  private final class Shared: Sendable {
    let calls = Mutex<[Call]>([])
  }

  init(change: @escaping @Sendable (Set<String>, inout JudgeBody) -> Void) {
    share = 0
    self.change = change
    calls = Shared()
  }

  private init(share: Int, of whole: FoldingOptimizer) {
    self.share = share
    change = whole.change
    calls = whole.calls
  }

  /// The calls, those of the larger share first.
  var shown: [Call] { calls.calls.withLock { $0 }.sorted { $0.share > $1.share } }

  func share(learning count: Int, of total: Int) -> (any AlignmentOptimizer)? {
    FoldingOptimizer(share: count, of: self)
  }

  func align(
    _ judge: any Judge, to examples: [AlignmentExample], context: AlignmentContext
  ) async throws(JudgeFailure) -> AlignmentProposal {
    let ids = Set(examples.map(\.trace.id))
    calls.calls.withLock { $0.append(Call(share: share, ids: ids)) }
    var body = judge.body
    change(ids, &body)
    return AlignmentProposal(body: body)
  }
}
