import JudgeJSON

/// Adjudications and rubrics in force.
///
/// As with changes, superseded records are history, and (time, id) decides among the rest. A
/// deleted record does not supersede any other.
public struct DecisionFold: Sendable, Equatable {
  /// The adjudications by trace id, then by feedback name.
  public let adjudications: TextMap<TextMap<Resolution<Adjudication>>>
  /// The rubrics by feedback name.
  public let rubrics: TextMap<Resolution<Rubric>>

  /// Folds adjudications and rubrics, in any order.
  ///
  /// - Parameters:
  ///   - adjudications: the adjudications with their identities.
  ///   - rubrics: the rubrics with their identities.
  ///   - changes: removals (`lifecycle`) of them.
  public init(
    adjudications: some Sequence<(ContentID, Adjudication)>,
    rubrics: some Sequence<(ContentID, Rubric)>, changes: ChangeFold
  ) {
    var decided = TextMap<TextMap<[Stated<Adjudication>]>>()
    for (id, value) in adjudications
    where !changes.isDeleted(ChangeTarget(kind: .adjudication, id: id.hex)) {
      decided[value.traceID, default: TextMap()][value.name, default: []].append(
        Stated(id: id, time: value.time, supersedes: value.supersedes, statement: value))
    }
    var written = TextMap<[Stated<Rubric>]>()
    for (id, value) in rubrics
    where !changes.isDeleted(ChangeTarget(kind: .rubric, id: id.hex)) {
      written[value.name, default: []].append(
        Stated(id: id, time: value.time, supersedes: value.supersedes, statement: value))
    }
    self.adjudications = decided.mapValues { names in
      names.compactMapValues { resolve($0) { $0.value == $1.value } }
    }
    self.rubrics = written.compactMapValues { resolve($0) { Bytewise.equal($0.text, $1.text) } }
  }
}
