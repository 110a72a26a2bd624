import JudgeJSON
import JudgeRecords
import JudgeStore
import JudgeWork

/// Owners, endorsements and permissions.
public struct TrustService: Sendable {
  let repository: JudgeRepository
}

extension TrustService {
  /// Returns the owners of the store.
  ///
  /// It can also name owners, or trust the branch's list in this clone.
  ///
  /// - Parameters:
  ///   - names: the owners to name, written to the branch's file `owners` and pinned here. If
  ///     empty, the owners stay as they are.
  ///   - pin: whether to trust the branch's list from now on.
  ///   - anyway: whether the git user gives up their own ownership if the names leave them out.
  /// - Returns: the owners afterwards.
  /// - Throws: `JudgeFailure`: `notTrusted` if the user names owners but is not an owner,
  ///   `ambiguous` if the user would no longer be one, `usage` for a name that is not an e-mail
  ///   address.
  @discardableResult
  public func owners(
    setting names: [String] = [], pin: Bool = false, anyway: Bool = false
  ) async throws -> OwnerList {
    if let bad = names.first(where: { TrustSettings.list($0) != [Address($0)] }) {
      throw JudgeFailure(
        .usage, "\"\(bad)\" cannot be a source id", remedy: "name one e-mail address each")
    }
    if !names.isEmpty {
      try await checkOwner("names owners")
      let me = try await repository.author().email
      func isMe(_ name: String) -> Bool { Address(name) == Address(me) }
      if let bad = names.first(where: { !$0.utf8.contains(UInt8(ascii: "@")) && !isMe($0) }) {
        throw JudgeFailure(
          .usage, "\"\(bad)\" is not an e-mail address: it has no @",
          remedy: "an owner is known by the e-mail address of their commits (git config user.email)"
        )
      }
      guard anyway || names.contains(where: isMe) else {
        throw JudgeFailure(
          .ambiguous,
          "you (\(me)) would no longer be an owner, and only \(names.joined(separator: ", ")) could "
            + "make you one again",
          remedy: .anyOf([
            .run(.setOwners, [me] + names, to: "stay an owner"),
            .supply(.force, to: "hand the store over"),
          ]))
      }
      // The file may already list a name that no owner has named. Writing the same file again would
      // not name it.
      let listed = try await repository.store.owners().listed
      if !listed.isEmpty { try await write(listed, "List the owners") }
      try await write(names, "Name the owners")
      try await self.pin(names)
    }
    var state = try await repository.store.owners()
    if pin {
      guard !state.listed.isEmpty else {
        throw JudgeFailure(.notFound, "the branch lists no owners", remedy: "name some")
      }
      try await self.pin(state.listed)
      state = try await repository.store.owners()
    }
    var list = OwnerList(inForce: state.inForce, pinned: state.pinned, listed: state.listed)
    if let trust = try await repository.store.trustState() {
      list.roots = trust.acceptedRoots
      list.foreignRoots = trust.foreignRoots.keys.sorted()
      for (id, value) in trust.endorsements { list.endorsements[id.hex] = .object(value.fields) }
    }
    return list
  }

  /// Pins the owners in force in this clone, if owners have named some.
  ///
  /// - Throws: `JudgeFailure` if the history cannot be read.
  public func pinOwners() async throws {
    let state = try await repository.store.owners()
    guard !state.listed.isEmpty, !state.inForce.isEmpty, state.pinned == nil else { return }
    try await pin(state.inForce)
  }

  /// Refuses an action if the git user is not an owner.
  func checkOwner(_ act: String) async throws {
    let me = try await repository.author().email
    let owners = try await repository.store.owners().inForce
    guard owners.contains(where: { Address($0) == Address(me) }) else {
      throw JudgeFailure(
        .notTrusted, "only an owner \(act), and \(me) is not an owner of this store",
        remedy: "owners: \(owners.isEmpty ? "none" : owners.joined(separator: ", "))")
    }
  }

  private func write(_ names: [String], _ message: String) async throws {
    let text = names.map { $0 + "\n" }.joined()
    let file = StoreFile(path: TrustSettings.ownersFile, bytes: Array(text.utf8))
    _ = try await repository.store.append(
      [], message: CommitMessage(stringLiteral: message), extraFiles: [file],
      by: repository.writer)
  }

  private func pin(_ names: [String]) async throws {
    try await repository.store.setConfig("judge.owners", names.joined(separator: " "))
  }
}
