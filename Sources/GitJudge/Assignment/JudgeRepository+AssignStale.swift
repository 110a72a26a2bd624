import JudgeIndex
import JudgeJSON
import JudgeRecords

extension JudgeRepository {
  /// The labels that `assignStale` hands out again.
  public struct StaleAssignment: Sendable {
    /// The batch.
    ///
    /// By default, it is named after the current guideline version.
    public var batch: String?
    /// Limits the labels to those of these people.
    public var reviewers: [String]?
    /// Limits the labels to those on these traces, in the search grammar.
    public var filter: String?
    /// The maximum number of traces, chosen by the hash of their ids.
    public var limit: Int?

    /// Hands out every label of an older guideline.
    public init() {}
  }

  /// Hands out traces with labels of an older guideline version again, each to the reviewers who
  /// gave these labels.
  ///
  /// A label under the current guideline then replaces the older one. Labels that do not name a
  /// version are not handed out, because nobody knows whether they are older.
  ///
  /// - Parameters:
  ///   - name: the judge, or a feedback name.
  ///   - new: the batch, and the labels to hand out.
  /// - Returns: the batch, or `nil` if no label is of an older version, and the number of labels
  ///   that do not name a version.
  /// - Throws: `JudgeError` for a batch that asks for first labels, or more traces than a record
  ///   holds.
  public func assignStale(
    _ name: String, _ new: StaleAssignment
  ) async throws -> (batch: AssignedBatch?, unknown: Int) {
    let asked = try await asked(name)
    let versions = try await guidelines(of: asked.name, in: asked.experiment)
    let (stale, unknown) = try await staleLabels(asked, versions, new)
    let batch = new.batch ?? "guideline-" + versions.currentHash.prefix(12)
    guard !batch.isEmpty else { throw JudgeError(.usage, "the batch needs a name") }
    let before = try await assignmentFold(asked.experiment).batches[asked.name]?[batch]
    if let before, before.winner.guideline == nil {
      throw JudgeError(
        .invalid, "the batch \"\(batch)\" asks for first labels", hint: "name another with --batch")
    }
    var seats = TextMap<[String]>()
    // People who were asked again and are done keep their seats, so that progress counts them.
    if let before, before.winner.guideline == versions.currentHash {
      for seat in AssignmentSeats(before.winner).seats { seats[seat.traceID] = seat.reviewers }
    }
    for label in stale
    where seats[label.trace]?.contains(where: {
      Bytewise.equal($0, label.source)
    }) != true {
      seats[label.trace, default: []].append(label.source)
    }
    guard !stale.isEmpty, !seats.isEmpty else {
      return (before.map { AssignedBatch(hash: $0.winnerID, assignment: $0.winner) }, unknown)
    }
    var shares = TextMap<[JSONValue]>()
    for (trace, reviewers) in seats {
      for reviewer in reviewers { shares[reviewer, default: []].append(.string(trace)) }
    }
    var assignment = Assignment(
      name: asked.name, batch: batch, reviewers: shares.keys, overlap: 1, traces: seats.keys)
    assignment.experiment = asked.experiment
    assignment.guideline = versions.currentHash
    assignment.kept = JSONObject(shares.map { ($0.key, .array($0.value)) })
    return (try await put(assignment, over: before), unknown)
  }

  /// The labels of older versions to ask for again, and the number of labels without a version.
  private func staleLabels(
    _ asked: Asked, _ versions: GuidelineVersions, _ new: StaleAssignment
  ) async throws -> (stale: [(trace: String, source: String)], unknown: Int) {
    let index = try await caughtUp()
    let query = TraceQuery(experiment: asked.experiment, filter: new.filter)
    let present = Set(try await index.traceIDs(query))
    let answers = try await index.answers(named: asked.name, in: asked.experiment)
    var stale: [(trace: String, source: String)] = []
    var unknown = 0
    for answer in answers {
      guard !answer.isVerdict, answer.source.type == .human, answer.standing == .counts,
        !answer.isEntered, present.contains(answer.traceID),
        new.reviewers?.contains(where: { Bytewise.equal($0, answer.source.id) }) ?? true
      else { continue }
      switch versions.version(guideline: answer.guideline, rubric: answer.rubric) {
      case nil: unknown += 1
      case versions.currentHash: break
      default: stale.append((answer.traceID, answer.source.id))
      }
    }
    guard let limit = new.limit else { return (stale, unknown) }
    let ranked = Set(stale.map(\.trace)).map { (id: $0, rank: ContentID(hashing: Array($0.utf8))) }
      .sorted { $0.rank < $1.rank }
    let chosen = Set(ranked.prefix(limit).map(\.id))
    return (stale.filter { chosen.contains($0.trace) }, unknown)
  }
}
