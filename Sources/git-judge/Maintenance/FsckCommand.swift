import ArgumentParser
import GitJudge

/// `git judge fsck`.
struct FsckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fsck",
    abstract: "Verify the store.",
    discussion: """
      Reads all records, and checks that their names are the SHA-256 of their bytes, that they are \
      canonical JSON with the fields of their kind, and that they are at the right path. Also \
      checks that the version tags match the registrations. If anything is wrong, the exit code is \
      1.

      EXAMPLES
        git judge fsck
        git judge fsck --deep     # also run git fsck, and check the whole history
        git judge fsck --trust    # also check who committed and signed each label
        git judge fsck --repair   # restore records that a reset or a stale commit removed
      """)

  @Flag(help: "Check only the branch, its format and connectivity.")
  var quick = false

  @Flag(
    help: "Also run `git fsck --full --strict`, and check that the whole history is append-only.")
  var deep = false

  @Flag(
    help: ArgumentHelp(
      "Also check labels against commit authors and signatures (git config judge.allowedSigners)."))
  var trust = false

  @Flag(
    name: .customLong("accept-history"),
    help: "Accept the current branch even though its history was rewritten.")
  var acceptHistory = false

  @Flag(help: "Restore missing records, then verify.")
  var repair = false

  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    guard !(quick && deep) else { throw ValidationError("--quick and --deep exclude each other") }
  }

  func run() async throws {
    let repository = try await options.open()
    let repaired = repair ? try await repository.maintenance.repair() : nil
    if let repaired { tell(repaired) }
    if acceptHistory { try await repository.store.trust() }
    let depth: FsckDepth = quick ? .quick : deep ? .deep : .normal
    let report = try await repository.store.fsck(depth)
    let trusted =
      trust ? try await repository.store.trustReport() : nil
    // A record that is already listed as a problem is not listed again.
    let known = Set((report.problems + (trusted?.problems ?? [])).map(\.path))
    let disputes =
      trust ? try await repository.maintenance.disputes().filter { !known.contains($0.path) } : []
    for warning in trusted?.warnings ?? [] { options.say("warning: \(RemedyText.of(warning))") }
    let problems = report.problems + (trusted?.problems ?? [])
    options.print(report.json(trusted, repaired, disputes)) {
      var text = ""
      for claim in disputes {
        text +=
          "\(Style.output(claim.kind, .caution)): \(SafeText.terminal(claim.path)): "
          + "\(SafeText.terminal(claim.message)); it has no effect\n"
      }
      for problem in problems {
        let place = problem.path.isEmpty ? "" : "\(SafeText.terminal(problem.path)): "
        text +=
          "\(Style.output(problem.kind, .bad)): \(place)\(SafeText.terminal(RemedyText.of(problem)))\n"
      }
      let word = Style.output(
        problems.isEmpty ? "no problem" : Count.of(problems.count, "problem"),
        problems.isEmpty ? .good : .bad)
      if let trusted {
        text +=
          "\(Count.of(trusted.verified, "label")) by their own signed commit, "
          + "\(trusted.unverified) of people without a key\n"
      }
      if report.redacted > 0 { text += "redacted: \(report.redacted)\n" }
      if report.pending > 0 {
        text += "\(Count.of(report.pending, "redaction is", "redactions are")) pending\n"
      }
      return text + "\(Count.of(report.checked, "record")) checked, \(word)\n"
    }
    if !problems.isEmpty || repaired?.lost.isEmpty == false { throw ExitCode(1) }
  }

  /// Prints the results of a repair, and the parts that failed.
  private func tell(_ repair: Repair) {
    for remote in repair.fetched { options.say("fetched everything from \(remote) again") }
    for note in repair.notes { options.say("note: \(note)") }
    options.say(
      "put back \(Count.of(repair.restored.count, "record")) and "
        + "\(Count.of(repair.tags.count, "tag"))")
    for lost in repair.lost {
      let about = lost.about.isEmpty ? "" : " (of \(lost.about))"
      Console.say("lost: " + SafeText.terminal(lost.path + about))
    }
    guard !repair.lost.isEmpty else { return }
    Console.say(
      "\(Count.of(repair.lost.count, "record")) cannot be restored from anything here; a clone that "
        + "has them brings them back by `git judge sync`")
  }
}

extension FsckReport {
  /// Returns the report as JSON with stable keys, including the findings on trust.
  func json(_ trust: TrustReport?, _ repair: Repair?, _ disputes: [Problem]) -> JSONValue {
    let problems = problems + (trust?.problems ?? [])
    func list(_ problems: [Problem]) -> JSONValue {
      .array(
        problems.map {
          [
            "kind": .string($0.kind), "path": .string($0.path),
            "message": .string(RemedyText.of($0)),
          ]
        })
    }
    return [
      "repair": repair.map { repair in
        [
          "restored": .array(repair.restored.map { .string($0) }),
          "tags": .array(repair.tags.map { .string($0) }),
          "fetched": .array(repair.fetched.map { .string($0) }),
          "lost": .array(
            repair.lost.map { ["path": .string($0.path), "about": .string($0.about)] }),
          "notes": .array(repair.notes.map { .string($0) }),
        ]
      } ?? .null,
      "ok": .bool(problems.isEmpty),
      "trust": trust.map {
        [
          "verified": .number(Double($0.verified)),
          "unverified": .number(Double($0.unverified)),
          "warnings": .array($0.warnings.map { .string(RemedyText.of($0)) }),
          "disputes": list(disputes),
        ]
      } ?? .null,
      "depth": .string(depth.rawValue), "checked": .number(Double(checked)),
      "redacted": .number(Double(redacted)), "pending_redactions": .number(Double(pending)),
      "problems": list(problems),
    ]
  }
}
