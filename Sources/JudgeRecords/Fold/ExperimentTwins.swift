import JudgeJSON

/// Which of several experiments of one name is meant by the name.
///
/// A salt makes any number of experiments of one name, so that whoever may push could make a name
/// ambiguous for everybody. The name is that of the experiment that an owner brought, else of the one
/// that was created under the name without a salt, else of the first one in the history.
public struct ExperimentTwins: Sendable, Hashable {
  /// An experiment with what tells it from others of its name.
  public struct Candidate: Sendable, Hashable {
    /// Its identity.
    public let id: ContentID
    /// The name in force.
    public let name: String
    /// Whether it was created under that name, without a salt.
    public let isOriginal: Bool
    /// What brought it; `nil` if that is not known.
    public let introduction: Introduction?

    /// Creates a candidate.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - value: its record.
    ///   - name: the name in force.
    ///   - introduction: what brought it; `nil` if that is not known.
    public init(id: ContentID, _ value: Experiment, name: String, _ introduction: Introduction?) {
      self.id = id
      self.name = name
      isOriginal = value.salt == nil && Bytewise.equal(value.name, name)
      self.introduction = introduction
    }
  }

  /// The experiments that stand behind another one of their name, each with that one.
  public let twins: [ContentID: ContentID]

  /// Tells experiments of one name apart.
  ///
  /// Where nothing tells two apart, none of that name has a twin: a person must decide.
  ///
  /// - Parameters:
  ///   - candidates: experiments that are not deleted, in any order.
  ///   - authority: who is an owner.
  public init(_ candidates: some Sequence<Candidate>, authority: Authority) {
    var twins: [ContentID: ContentID] = [:]
    for list in Dictionary(grouping: candidates, by: { Array($0.name.utf8) }).values
    where list.count > 1 {
      let ranked = list.map { (rank: Self.rank($0, authority), id: $0.id) }.sorted { left, right in
        left.rank == right.rank
          ? left.id < right.id : left.rank.lexicographicallyPrecedes(right.rank)
      }
      guard ranked[0].rank != ranked[1].rank else { continue }
      for item in ranked.dropFirst() { twins[item.id] = ranked[0].id }
    }
    self.twins = twins
  }

  /// The least of these comes first.
  private static func rank(_ candidate: Candidate, _ authority: Authority) -> [Int] {
    let introduction = candidate.introduction
    return [
      introduction.map(authority.isOwners) == true ? 0 : 1,
      introduction?.isForeign == false ? 0 : 1,
      candidate.isOriginal ? 0 : 1,
      introduction?.generation ?? .max,
    ]
  }
}
