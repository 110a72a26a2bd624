import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeWork

extension ReviewService {
  /// The settings of a new assignment; settings that are not given stay as the batch has them.
  public struct NewAssignment: Sendable {
    /// The batch.
    public var batch: String
    /// The reviewers' source ids.
    public var reviewers: [String]?
    /// The number of reviewers who label each trace.
    public var overlap: Int?
    /// The share of a reviewer's traces to label twice, from 0 to 1.
    public var repeats: Double?
    /// The traces, in the search grammar.
    ///
    /// For a new batch without a filter, all traces of the experiment.
    public var filter: String?
    /// The maximum number of traces, chosen by the hash of their ids.
    public var limit: Int?

    /// Creates an assignment that names only the batch.
    public init(batch: String) { self.batch = batch }
  }

  /// A question with everything that decides its answers.
  struct Asked: Sendable {
    /// The name of the labels.
    let name: String
    /// The experiment of the traces.
    let experiment: ContentID
    /// The judge that answers the question, if there is one.
    let judge: JudgeVersion?
  }

  /// Returns the question that a judge's name or a feedback name stands for.
  func asked(_ name: String) async throws -> Asked {
    let judge = try await repository.agreement.judgeIfKnown(name)
    let experiment: ContentID
    if let known = judge?.registration?.experiment {
      experiment = known
    } else {
      experiment = try await repository.experiments.current().id
    }
    return Asked(
      name: judge?.body.feedbackName ?? name, experiment: experiment, judge: judge)
  }

  /// Returns the batches of an experiment, by question and batch.
  ///
  /// - Parameters:
  ///   - experiment: the experiment.
  ///   - name: the only question to include, or `nil` for all.
  /// - Returns: the assignments in force.
  /// - Throws: `JudgeFailure`.
  func assignments(
    in experiment: ContentID, on name: String? = nil
  ) async throws -> [AssignedBatch] {
    let fold = try await assignmentFold(experiment)
    let questions = name.map { [fold.batches[$0]].compactMap(\.self) } ?? fold.batches.values
    return questions.flatMap(\.values).map {
      AssignedBatch(hash: $0.winnerID, assignment: $0.winner, isContended: $0.isContended)
    }
  }

  /// Returns the batches of a question, by name.
  ///
  /// - Parameter name: the judge, or a feedback name.
  /// - Returns: the assignments in force.
  /// - Throws: `JudgeFailure`.
  public func assignments(_ name: String) async throws -> [AssignedBatch] {
    let asked = try await asked(name)
    return try await assignments(in: asked.experiment, on: asked.name)
  }

  func assignmentFold(_ experiment: ContentID) async throws -> AssignmentFold {
    let index = try await repository.caughtUp()
    return AssignmentFold(
      try await index.values(of: Assignment.self).map { ($0.id, $0.value) },
      experiment: experiment, changes: try await index.changes(ofKind: .assignment))
  }

  /// Assigns the traces of a batch to reviewers; a later assignment replaces an earlier one.
  ///
  /// Reviewers keep the traces that they have labelled, even if they leave the batch.
  ///
  /// - Parameters:
  ///   - name: the judge, or a feedback name.
  ///   - new: the batch, and the settings to change.
  /// - Returns: the batch.
  /// - Throws: `JudgeFailure` if the batch has no reviewer or no trace, more traces than a record
  ///   holds, or a larger overlap than reviewers.
  public func assign(
    _ name: String, _ new: NewAssignment
  ) async throws -> AssignedBatch {
    let asked = try await asked(name)
    let before = try await assignmentFold(asked.experiment).batches[asked.name]?[new.batch]
    let reviewers = new.reviewers ?? before?.winner.reviewers ?? []
    try Self.check(reviewers, new, hasOverlap: before != nil)
    let overlap = new.overlap ?? before?.winner.overlap ?? min(2, reviewers.count)
    guard overlap <= reviewers.count else {
      throw JudgeFailure(
        .usage,
        "an overlap of \(overlap) needs at least so many reviewers, there are "
          + "\(reviewers.count)",
        remedy: .anyOf([.supply(.reviewers, "ADDRESS,…", to: "name more"), .supply(.overlap, "N")]))
    }
    var assignment = Assignment(
      name: asked.name, batch: new.batch, reviewers: reviewers, overlap: overlap,
      traces: try await traces(of: new, in: asked.experiment, before: before?.winner))
    assignment.experiment = asked.experiment
    assignment.repeats = (new.repeats ?? before?.winner.repeats).flatMap { $0 > 0 ? $0 : nil }
    assignment.kept = AssignmentSeats.kept(
      assignment, labelled: try await labelled(asked, reviewers, before?.winner))
    assignment.guideline = before?.winner.guideline
    return try await put(assignment, over: before)
  }

  /// Stores an assignment, unless it equals the batch.
  func put(
    _ new: Assignment, over before: Resolution<Assignment>?
  ) async throws -> AssignedBatch {
    if let before, !before.isContended, Self.same(before.winner, new) {
      return AssignedBatch(hash: before.winnerID, assignment: before.winner)
    }
    var assignment = new.superseding(before)
    assignment.author = try await repository.author()
    let record: Record
    do throws(RecordError) { record = try assignment.record() } catch {
      throw JudgeFailure(
        .invalid,
        "the batch \"\(new.batch)\" has \(Count.of(assignment.traces.count, "trace")), more than "
          + "one record holds",
        remedy: .anyOf([
          .supply(.filter, "FILTER", to: "make several batches of about 20,000 traces"),
          .supply(.limit, "20000"),
        ]))
    }
    _ = try await repository.append([record], message: "Assign \(new.batch) of \(assignment.name)")
    return AssignedBatch(hash: record.id, assignment: assignment)
  }

  private static func check(
    _ reviewers: [String], _ new: NewAssignment, hasOverlap: Bool
  ) throws {
    guard !new.batch.isEmpty else { throw JudgeFailure(.usage, "the batch needs a name") }
    guard !reviewers.isEmpty else {
      throw JudgeFailure(
        .usage, "the batch \"\(new.batch)\" has no reviewers",
        remedy: .supply(.reviewers, "a@example.org,b@example.org"))
    }
    for (place, reviewer) in reviewers.enumerated() {
      guard !reviewer.isEmpty else { throw JudgeFailure(.usage, "a reviewer's id is empty") }
      guard !reviewers[..<place].contains(where: { $0.utf8.elementsEqual(reviewer.utf8) }) else {
        throw JudgeFailure(.usage, "\(reviewer) stands twice among the reviewers")
      }
    }
  }

  /// Returns the traces of a batch: its present ones, unless the assignment selects others.
  private func traces(
    of new: NewAssignment, in experiment: ContentID, before: Assignment?
  ) async throws -> [String] {
    var ids = before?.traces ?? []
    if before == nil || new.filter != nil {
      let index = try await repository.caughtUp()
      let query = TraceQuery(experiment: experiment, filter: new.filter)
      ids = try await index.traceIDs(query)
    }
    if let limit = new.limit, limit < ids.count {
      // By hash, so that a subset does not depend on the order of import.
      let chosen = ids.map { (id: $0, rank: ContentID(hashing: Array($0.utf8))) }
        .sorted { $0.rank < $1.rank }.prefix(limit)
      ids = chosen.map(\.id).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
    guard !ids.isEmpty else {
      throw JudgeFailure(
        .notFound, "no trace is selected for the batch \"\(new.batch)\"",
        remedy: .run(.listTraces, with: [.filter: "…"], to: "see what a search finds"))
    }
    return ids
  }

  /// Returns the traces labelled by each person who is or was in the batch.
  private func labelled(
    _ asked: Asked, _ reviewers: [String], _ before: Assignment?
  ) async throws -> TextMap<[String]> {
    var seats = TextMap<TextMap<Bool>>()
    for seat in before.map({ AssignmentSeats($0).seats }) ?? [] {
      for reviewer in seat.reviewers { seats[seat.traceID, default: TextMap()][reviewer] = true }
    }
    var current = TextMap<Bool>()
    for reviewer in reviewers { current[reviewer] = true }
    var labelled = TextMap<[String]>()
    let index = try await repository.caughtUp()
    let answers = try await index.answers(named: asked.name, in: asked.experiment)
    for answer in answers where answer.isPersons && answer.standing == .counts {
      let source = answer.source.id
      if current[source] != nil || seats[answer.traceID]?[source] != nil {
        labelled[answer.traceID, default: []].append(source)
      }
    }
    return labelled
  }

  private static func same(_ left: Assignment, _ right: Assignment) -> Bool {
    var (left, right) = (left, right)
    (left.author, left.time, left.supersedes) = (nil, nil, [])
    (right.author, right.time, right.supersedes) = (nil, nil, [])
    return left == right
  }

  /// The selection of labels that `assignStale` hands out again.
  public struct StaleAssignment: Sendable {
    /// The batch.
    ///
    /// By default, it is named after the current guideline version.
    public var batch: String?
    /// The only people whose labels are handed out again, or `nil` for all.
    public var reviewers: [String]?
    /// A filter in the search grammar for the traces of the labels, or `nil` for all.
    public var filter: String?
    /// The maximum number of traces, chosen by the hash of their ids.
    public var limit: Int?

    /// Creates a selection of every label of an older guideline.
    public init() {}
  }

  /// Hands out traces with labels of an older guideline version again, to those labels' reviewers.
  ///
  /// A label under the current guideline then replaces the older one. Labels that do not name a
  /// version are not handed out, because it is unknown whether they are older.
  ///
  /// - Parameters:
  ///   - name: the judge, or a feedback name.
  ///   - new: the batch, and the labels to hand out.
  /// - Returns: the batch, or `nil` if no label is of an older version, and the number of labels
  ///   that do not name a version.
  /// - Throws: `JudgeFailure` for a batch that asks for first labels, or more traces than a record
  ///   holds.
  public func assignStale(
    _ name: String, _ new: StaleAssignment
  ) async throws -> (batch: AssignedBatch?, unknown: Int) {
    let asked = try await asked(name)
    let versions = try await repository.guidelines.versions(of: asked.name, in: asked.experiment)
    let (stale, unknown) = try await staleLabels(asked, versions, new)
    let batch = new.batch ?? "guideline-" + versions.currentHash.prefix(12)
    guard !batch.isEmpty else { throw JudgeFailure(.usage, "the batch needs a name") }
    let before = try await assignmentFold(asked.experiment).batches[asked.name]?[batch]
    if let before, before.winner.guideline == nil {
      throw JudgeFailure(
        .invalid, "the batch \"\(batch)\" asks for first labels",
        remedy: .supply(.batch, "NAME", to: "name another"))
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

  /// Returns the labels of older versions to ask for again, and how many labels name no version.
  private func staleLabels(
    _ asked: Asked, _ versions: GuidelineVersions, _ new: StaleAssignment
  ) async throws -> (stale: [(trace: String, source: String)], unknown: Int) {
    let index = try await repository.caughtUp()
    let query = TraceQuery(experiment: asked.experiment, filter: new.filter)
    let present = Set(try await index.traceIDs(query))
    let answers = try await index.answers(named: asked.name, in: asked.experiment)
    var stale: [(trace: String, source: String)] = []
    var unknown = 0
    for answer in answers {
      guard answer.isPersons, answer.standing == .counts, present.contains(answer.traceID),
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
