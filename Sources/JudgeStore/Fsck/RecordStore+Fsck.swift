import JudgeGit
import JudgeRecords
import JudgeWork

extension RecordStore {
  /// Checks the store.
  ///
  /// - Parameters:
  ///   - depth: the thoroughness of the check.
  ///   - progress: called at intervals while records are read.
  /// - Returns: the problems; damage does not throw.
  /// - Throws: `no-store` without a branch; `program` and similar errors if git could not be run.
  public func fsck(
    _ depth: FsckDepth = .normal, progress: (@Sendable (FsckProgress) -> Void)? = nil
  ) async throws(StoreError) -> FsckReport {
    var problems: [Problem] = []
    let tip: Tip
    do throws(StoreError) {
      guard let found = try self.tip() else { throw noStore() }
      tip = found
    } catch {
      guard error.code == .damaged else { throw error }
      problems = [Problem(error, path: location.reference)]
      return FsckReport(depth: depth, checked: 0, problems: problems)
    }
    do throws(StoreError) { try await fetchTrees() } catch {
      problems = [Problem(error, path: location.reference)]
      return FsckReport(depth: depth, checked: 0, problems: problems)
    }
    problems += await formatProblems(tip)
    problems += try await gitProblems(tip, depth)
    if depth != .quick { problems += await commitProblems(tip) }
    let listing = TreeListing(tip.tree, in: repository)
    problems += listing.problems
    var contents = StoreContents()
    // If the history cannot be read, that is a separate problem, and every change counts.
    contents.trust = try? await trustState()
    let fold = await redactions(at: tip, &problems)
    problems += listing.purgeDue(fold.purged)
    if depth != .quick {
      problems += try await readAll(listing, &contents, progress)
      problems += try tagProblems(contents)
      problems += Problem.passedOver(contents.versions)
      problems += Problem.twins(contents.experimentTwins)
    }
    problems += await vanishedProblems(tip, wholeHistory: depth == .deep, except: fold.purged)
    noteTip(tip.commit)
    var report = FsckReport(
      depth: depth, checked: listing.records.count + listing.payloads.count,
      problems: problems.sorted { ($0.path, $0.kind) < ($1.path, $1.kind) })
    report.redacted =
      listing.records.count { fold.hidden.contains($0.path.id) }
      + listing.payloads.count { fold.hidden.contains($0.hash) }
    report.pending = fold.pending.count
    return report
  }

  /// Returns the redactions; a failure to compute them is reported as a problem.
  private func redactions(at tip: Tip, _ problems: inout [Problem]) async -> RedactionFold {
    do throws(StoreError) { return try await redactions(at: tip) } catch {
      problems.append(Problem(error, path: "redactions"))
      return RedactionFold()
    }
  }

  /// Returns the problems of vanished records.
  ///
  /// A history that cannot be read is a problem too.
  private func vanishedProblems(
    _ tip: Tip, wholeHistory: Bool, except purged: Set<ContentID>
  ) async -> [Problem] {
    do throws(StoreError) {
      return try await vanished(tip, wholeHistory: wholeHistory, except: purged).problems
    } catch {
      return [Problem(error, path: location.reference)]
    }
  }

  private func formatProblems(_ tip: Tip) async -> [Problem] {
    do throws(StoreError) {
      guard let format = try await format(at: tip) else {
        return [
          Problem(
            kind: Problem.Word.damaged, path: StoreFormat.path,
            message: "the branch has no format.json",
            remedy: .run(.repairStore, to: "put it back"))
        ]
      }
      if try await formatIsAltered(tip) {
        return [
          Problem(
            kind: Problem.Word.formatAltered, path: StoreFormat.path,
            message: "it was changed or removed by a commit that no owner signed; the store stays "
              + "at format \(format.format)", remedy: .run(.repairStore, to: "put it back"))
        ]
      }
      guard !format.isWritable else { return [] }
      let message = format.refusal.description
      return [
        Problem(kind: Problem.Word.newerVersion, path: StoreFormat.path, message: message)
      ]
    } catch {
      return [Problem(error, path: StoreFormat.path)]
    }
  }

  /// Returns git's own findings; below `deep`, only whether all objects of the branch exist.
  private func gitProblems(_ tip: Tip, _ depth: FsckDepth) async throws(StoreError) -> [Problem] {
    let arguments =
      depth == .deep
      ? ["fsck", "--full", "--strict", "--no-dangling", "--no-progress"]
      : ["fsck", "--connectivity-only", "--no-dangling", "--no-progress", tip.commit.hex]
    let output: GitProgram.Output
    do throws(GitError) {
      output = try await GitProgram(repository).run(arguments, accepting: nil)
    } catch {
      throw StoreError(error)
    }
    guard output.status != 0 else { return [] }
    var said = (output.text + output.errorText).split(separator: "\n").filter {
      !$0.hasPrefix("notice:") && !$0.hasPrefix("dangling") && !$0.hasPrefix("Checking")
    }
    if said.isEmpty { said = ["git fsck ended with status \(output.status)"] }
    return said.map { Problem(kind: Problem.Word.git, path: "", message: String($0)) }
  }

  /// Reads every record and payload.
  private func readAll(
    _ listing: TreeListing, _ contents: inout StoreContents,
    _ progress: (@Sendable (FsckProgress) -> Void)?
  ) async throws(StoreError) -> [Problem] {
    var problems: [Problem] = []
    let twins = try await sourceTwins()
    let total = listing.records.count + listing.payloads.count
    let step = 2048
    WorkProgress.report("Checking records", 0, of: total)
    for start in stride(from: 0, to: listing.records.count, by: step) {
      let entries = Array(listing.records[start..<min(start + step, listing.records.count)])
      for result in try await read(entries) {
        switch result {
        case .record(let record):
          contents.add(record)
          if let problem = Self.nameProblem(record, twins) { problems.append(problem) }
        case .problem(let problem): problems.append(problem)
        }
      }
      progress?(FsckProgress(done: start + entries.count, total: total))
      WorkProgress.report("Checking records", start + entries.count, of: total)
    }
    try await fetchMissing(listing.payloads.map(\.blob))
    for payload in WorkProgress.counted(listing.payloads, "Checking payloads") {
      do throws(StoreError) {
        let actual = try hash(of: payload.blob)
        guard actual != payload.hash else { continue }
        problems.append(
          Problem(
            kind: Problem.Word.nameMismatch, path: payload.path,
            message: "the bytes hash to \(actual.hex)"))
      } catch {
        problems.append(Problem(error, path: payload.path))
      }
    }
    progress?(FsckProgress(done: total, total: total))
    return problems
  }

  /// Returns the problem with a name in a record that is shown escaped or looks like another one.
  static func nameProblem(_ record: Record, _ twins: SourceTwins) -> Problem? {
    let path = RecordPath(kind: record.kind, id: record.id).text ?? ""
    if let message = twins.complaint(in: record) {
      return Problem(kind: Problem.Word.sourceTwin, path: path, message: message)
    }
    return RecordName.complaint(in: record).map {
      Problem(kind: Problem.Word.name, path: path, message: $0.message)
    }
  }
}

extension Problem {
  init(_ error: StoreError, path: String) {
    self.init(kind: Word.damaged, path: path, message: error.message, remedy: error.remedy)
  }
}

extension RecordStore {
  /// Returns the problems of commits with headers that git never writes.
  ///
  /// The records of such commits count, but without an author if the commit does not name one.
  func commitProblems(_ tip: Tip) async -> [Problem] {
    let listed: GitProgram.Output
    do throws(GitError) {
      listed = try await GitProgram(repository).run(["rev-list", tip.commit.hex, "--"])
    } catch {
      // `git fsck` reports a history that cannot be walked.
      return []
    }
    var problems: [Problem] = []
    for line in listed.lines {
      guard let id = ObjectID(hex: line), let complaint = try? repository.complaint(ofCommit: id)
      else { continue }
      problems.append(
        Problem(
          kind: Problem.Word.commitHeader, path: "",
          message: "the commit \(id.hex) is not as git writes it: \(complaint); everything works, "
            + "and only a rewrite of the branch removes it",
          remedy: .run(.installServerHooks, to: "keep such commits out")))
    }
    return problems
  }

  /// Compares the tags of judge versions with the registrations, which are the authority.
  func tagProblems(_ contents: StoreContents) throws(StoreError) -> [Problem] {
    let expected = contents.expectedTags
    let known = Set(contents.registrations.map(\.0))
    var problems: [Problem] = []
    var present: Set<String> = []
    let tags: [TagInfo]
    do throws(StoreError) { tags = try self.tags(prefix: "judge/") } catch {
      return [Problem(error, path: "refs/tags/judge")]
    }
    for tag in tags {
      present.insert(tag.name)
      if let wrong = try tagComplaint(tag, expected[tag.name] ?? [], known) {
        problems.append(
          Problem(kind: Problem.Word.tagDiffers, path: "refs/tags/" + tag.name, message: wrong))
      }
    }
    for (name, claims) in expected where !present.contains(name) {
      guard let claim = claims.first else { continue }
      problems.append(
        Problem(
          kind: Problem.Word.tagMissing, path: "refs/tags/" + name,
          message: "\(claim.judgeName) v\(claim.version) is registered without this tag",
          remedy: .anyOf([.run(.git, ["fetch", "--tags"]), .run(.repairStore)])))
    }
    if let blocking = try git({ () throws(GitError) in try repository.resolve("refs/tags/judge") })
    {
      problems.append(
        Problem(
          kind: Problem.Word.tagDiffers, path: "refs/tags/judge",
          message: "a tag of this name (\(blocking.hex.prefix(12))) does not let a version's tag "
            + "exist; git tag -d judge takes it away here"))
    }
    return problems + (try remoteTagProblems())
  }

  /// Returns the problem with a tag, or `nil` if it is correct.
  func tagComplaint(
    _ tag: TagInfo, _ expected: [VersionTag], _ known: Set<ContentID>
  ) throws(StoreError) -> String? {
    guard tag.isAnnotated, let claim = VersionTag.Claim(message: tag.message) else {
      return expected.isEmpty
        ? "no registration has this tag" : "it does not name the registration it stands for"
    }
    guard !expected.isEmpty else {
      // A tag of a registration that was since withdrawn or renumbered.
      return known.contains(claim.registration) ? nil : "it names a registration that is not here"
    }
    guard
      expected.contains(where: {
        $0.registration == claim.registration || $0.judge == claim.judge
      })
    else {
      return "it names the judge \(claim.judge.prefix(12)), "
        + "registered is \(expected.map { $0.judge.prefix(12) }.joined(separator: " or "))"
    }
    guard let target = ObjectID(hex: tag.target),
      let path = RecordPath(kind: .registration, id: claim.registration).text
    else { return nil }
    let holds = try? git { () throws(GitError) in
      try repository.entry(at: path, in: try repository.commit(target).tree) != nil
    }
    return holds == true ? nil : "it points to \(tag.target), where its registration is not"
  }

  /// Returns the problems of a remote's tags as of the last fetch (`refs/judge/tags/REMOTE/…`).
  private func remoteTagProblems() throws(StoreError) -> [Problem] {
    try git { () throws(GitError) in
      var problems: [Problem] = []
      let prefix = "refs/judge/tags/"
      for reference in try repository.references(prefix: prefix) {
        let parts = reference.name.dropFirst(prefix.count).split(separator: "/", maxSplits: 1)
        guard parts.count == 2 else { continue }
        let name = "refs/tags/judge/" + parts[1]
        guard let own = try repository.resolve(name), own != reference.id else { continue }
        problems.append(
          Problem(
            kind: Problem.Word.tagDiffers, path: name,
            message: "\(parts[0]) has another tag of this name (\(reference.id.hex.prefix(12)))"))
      }
      return problems
    }
  }
}
