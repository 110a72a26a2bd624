import JudgeIndex
public import JudgeRecords
import JudgeStore
import JudgeWork

extension TrustService {
  /// Records an owner's decisions about authorship.
  ///
  /// - Parameter request: the decisions.
  /// - Returns: the records, each with at most a thousand confirmations.
  /// - Throws: `JudgeFailure`: `notTrusted` if the user is not an owner, `notFound` if something in
  ///   the request does not exist.
  public func endorse(
    _ request: EndorsementRequest
  ) async throws -> [(id: ContentID, value: Endorsement)] {
    try await checkOwner("endorses")
    guard let trust = try await repository.store.trustState() else {
      throw JudgeFailure(.store, "there is no store yet", remedy: .run(.initializeStore))
    }
    var whole = Endorsement(source: .human(try await repository.author().email))
    whole.reason = request.reason
    whole.time = Clock.now
    if request.samePerson.count == 1 {
      throw JudgeFailure(.usage, "the addresses of one person must be two at least")
    }
    whole.samePerson = request.samePerson
    for root in request.adopt {
      let known = trust.foreignRoots.keys.filter { $0.hasPrefix(root.lowercased()) }
      guard known.count == 1, let found = known.first, root.count >= 4 else {
        throw JudgeFailure(
          .notFound, "\"\(root)\" is not the first commit of a foreign history here",
          remedy: trust.foreignRoots.isEmpty
            ? "this store has none"
            : "there are: \(trust.foreignRoots.keys.sorted().joined(separator: ", "))")
      }
      whole.adopts.append(found)
    }
    let fold = try await repository.store.redactions()
    let redactions = fold.inForce.map(\.id) + fold.pending.map(\.request.id)
    for text in request.lift { whole.lifts.append(try one(text, redactions, "a redaction")) }
    let endorsements = Array(trust.endorsements.keys)
    for text in request.withdraw {
      whole.withdraws.append(try one(text, endorsements, "an endorsement in force"))
    }
    for text in request.confirm { whole.confirms += try await unconfirmed(text, trust) }
    var records: [(ContentID, Record, Endorsement)] = []
    var rest = whole.confirms[...]
    repeat {
      var part = records.isEmpty ? whole : Endorsement(source: whole.source)
      part.reason = whole.reason
      part.time = whole.time
      part.confirms = Array(rest.prefix(1000))
      rest = rest.dropFirst(1000)
      let record = try part.record()
      records.append((record.id, record, part))
    } while !rest.isEmpty
    _ = try await repository.append(records.map(\.1), message: "Endorse")
    try await repository.caughtUp()
    return records.map { ($0.0, $0.2) }
  }

  private func one(
    _ text: String, _ known: [ContentID], _ what: String
  ) throws -> ContentID {
    let found = known.filter { $0.hex.hasPrefix(text.lowercased()) }
    guard text.count >= 4, let only = found.first, Set(found).count == 1 else {
      throw JudgeFailure(
        .notFound, "\"\(text)\" is not \(what) here",
        remedy: .anyOf([
          .run(.showStatus, to: "see what there is"), .run(.showOwners),
        ]))
    }
    return only
  }

  /// Returns the records that wait for a confirmation: a label, a record, or all of a source.
  private func unconfirmed(
    _ text: String, _ trust: TrustState
  ) async throws -> [ContentID] {
    let index = try await repository.caughtUp()
    let waiting = try await index.unconfirmed()
    let found = waiting.filter { item in
      Address(item.source) == Address(text) || item.id == text || item.record.hex == text
        || (text.count >= 6 && (item.id.hasPrefix(text) || item.record.hex.hasPrefix(text)))
    }
    guard !found.isEmpty else {
      throw JudgeFailure(
        .notFound, "nothing of \"\(text)\" waits for a confirmation",
        remedy: waiting.isEmpty
          ? "no label waits"
          : "labels wait of: \(Set(waiting.map(\.source)).sorted().joined(separator: ", "))")
    }
    return Set(found.map(\.record)).sorted()
  }
}
