import JudgeJSON

/// The assignments in force, one per batch.
///
/// As with rubrics, superseded assignments are history, and (time, id) decides among the rest.
public struct AssignmentFold: Sendable, Equatable {
  /// By feedback name, then by batch.
  public let batches: TextMap<TextMap<Resolution<Assignment>>>

  /// Folds the assignments of an experiment, in any order.
  ///
  /// - Parameters:
  ///   - assignments: the assignments with their identities.
  ///   - experiment: the experiment; assignments that name another one are left out.
  ///   - changes: removals (`lifecycle`) of them.
  public init(
    _ assignments: some Sequence<(ContentID, Assignment)>, experiment: ContentID,
    changes: ChangeFold
  ) {
    var stated = TextMap<TextMap<[Stated<Assignment>]>>()
    for (id, value) in assignments
    where value.experiment ?? experiment == experiment
      && !changes.isDeleted(ChangeTarget(kind: .assignment, id: id.hex))
    {
      stated[value.name, default: TextMap()][value.batch, default: []].append(
        Stated(id: id, time: value.time, supersedes: value.supersedes, statement: value))
    }
    batches = stated.mapValues { batches in
      batches.compactMapValues { resolve($0) { Self.agree($0, $1) } }
    }
  }

  /// Returns whether two assignments seat the same people, regardless of author and time.
  private static func agree(_ left: Assignment, _ right: Assignment) -> Bool {
    // Seats are hashed only if the texts do not decide.
    if left.overlap == right.overlap, left.repeats == right.repeats, left.kept == right.kept,
      same(left.reviewers, right.reviewers), same(left.traces, right.traces)
    {
      return true
    }
    return AssignmentSeats(left) == AssignmentSeats(right)
  }

  private static func same(_ left: [String], _ right: [String]) -> Bool {
    left.elementsEqual(right) { Bytewise.equal($0, $1) }
  }
}
