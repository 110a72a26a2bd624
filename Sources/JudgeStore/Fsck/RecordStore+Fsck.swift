import JudgeGit
import JudgeRecords
import JudgeWork

extension RecordStore {
  /// Checks the store.
  ///
  /// - Parameters:
  ///   - depth: how thoroughly.
  ///   - progress: called now and then while records are read.
  /// - Returns: what is wrong; damage never throws.
  /// - Throws: `no-store` without a branch, `program` and the like if git could not be run.
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

  /// The redactions; that they cannot be worked out is a problem like others.
  private func redactions(at tip: Tip, _ problems: inout [Problem]) async -> RedactionFold {
    do throws(StoreError) { return try await redactions(at: tip) } catch {
      problems.append(Problem(error, path: "redactions"))
      return RedactionFold()
    }
  }

  /// The vanished records.
  ///
  /// If the history cannot be read, that is a problem too.
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

  /// What git itself finds: below `deep` only whether everything that the branch needs is there.
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
}

extension RecordStore {
  /// A name in a record that is shown escaped, or that is taken for another.
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
    self.init(kind: Word.damaged, path: path, message: error.description)
  }
}
