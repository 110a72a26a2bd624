import JudgeJSON

/// Decides which of several experiments with the same name that name refers to.
///
/// With salts there can be any number of experiments with the same name, so anybody who may push
/// could make a name ambiguous for everybody. The name refers to the experiment that an owner
/// introduced, else to the one created under that name without a salt, else to the first one in the
/// history.
public struct ExperimentTwins: Sendable, Hashable {
  /// An experiment with the data that distinguishes it from others of its name.
  public struct Candidate: Sendable, Hashable {
    /// Its identity.
    public let id: ContentID
    /// The name in force.
    public let name: String
    /// Whether it was created under that name, without a salt.
    public let isOriginal: Bool
    /// The commits that introduced it, or `nil` if unknown.
    public let introduction: Introduction?

    /// Creates a candidate.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - value: its record.
    ///   - name: the name in force.
    ///   - introduction: the commits that introduced it, or `nil` if unknown.
    public init(id: ContentID, _ value: Experiment, name: String, _ introduction: Introduction?) {
      self.id = id
      self.name = name
      isOriginal = value.salt == nil && Bytewise.equal(value.name, name)
      self.introduction = introduction
    }
  }

  /// The experiments that the name does not refer to, each mapped to the one that it refers to.
  public let twins: [ContentID: ContentID]

  /// Ranks experiments of the same name.
  ///
  /// If two experiments rank equally, no experiment of that name has a twin: a person must decide.
  ///
  /// - Parameters:
  ///   - candidates: experiments that are not deleted, in any order.
  ///   - authority: the rules that name the owners.
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

  /// Returns the rank of a candidate; the lowest rank wins.
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
