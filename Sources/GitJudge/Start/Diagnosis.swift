import Foundation
public import JudgeJSON
import JudgeProviders
import JudgeStore
public import JudgeWork

/// The checks of a working store: git, a name, a store, a remote, keys, space, an index.
public struct Diagnosis: Sendable {
  /// The outcome of a check.
  public enum Outcome: String, Sendable {
    /// The check passed.
    case ok
    /// The check passed, with a limit that the text describes.
    case warning
    /// The check found something that cannot work.
    case failure
  }

  /// One check.
  public struct Check: Sendable {
    /// The stable name of the check.
    public let name: String
    /// The outcome.
    public let outcome: Outcome
    /// The finding.
    public let text: String
    /// The action to take, or `nil` if none is needed.
    public let remedy: Remedy?

    init(_ name: String, _ outcome: Outcome, _ text: String, remedy: Remedy? = nil) {
      self.name = name
      self.outcome = outcome
      let notice = Notice(text, remedy: remedy)
      self.text = notice.text
      self.remedy = notice.remedy
    }

    /// The check as JSON with stable keys.
    public var json: JSONValue {
      [
        "name": .string(name), "outcome": .string(outcome.rawValue), "text": .string(text),
        "remedy": remedy?.json ?? .null,
      ]
    }
  }

  /// The checks, in order.
  public private(set) var checks: [Check] = []

  /// Whether no check failed; warnings count as passed.
  public var isHealthy: Bool { !checks.contains { $0.outcome == .failure } }

  /// The free space in bytes below which there is a warning.
  private static let leastSpace: UInt64 = 500 << 20
  /// The time limit for the remote.
  private static let patience = Duration.seconds(15)

  /// Runs all checks.
  ///
  /// Only the index is written.
  ///
  /// - Parameters:
  ///   - folder: a folder in the repository.
  ///   - isOffline: whether to skip the remote.
  /// - Returns: the checks.
  public static func make(in folder: String, isOffline: Bool = false) async -> Diagnosis {
    var diagnosis = Diagnosis()
    let git = GitFolder(folder)
    guard await diagnosis.checkGit(git) else { return diagnosis }
    await diagnosis.checkIdentity(git)
    diagnosis.checkKeys()
    if await git.isInRepository() {
      await diagnosis.checkStore(folder)
      await diagnosis.checkRemote(git, isOffline: isOffline)
    } else {
      diagnosis.checks.append(
        Check(
          "store", .warning, "this folder is in no git repository",
          remedy: .anyOf([
            .run(.git, ["init"]), .run(.startWithSamples),
            .run(.checkFile, to: "check a file without a repository"),
          ])))
    }
    diagnosis.checkSpace(folder)
    return diagnosis
  }

  private mutating func checkGit(_ git: GitFolder) async -> Bool {
    do throws(StoreError) {
      let version = try await git.version()
      let numbers = version.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
      let isOld = numbers.count > 1 && (numbers[0], numbers[1]) < (2, 38)
      checks.append(
        Check(
          "git", isOld ? .warning : .ok, version,
          remedy: isOld ? "git 2.38 or later is tested" : nil))
      return true
    } catch {
      checks.append(Check("git", .failure, error.message, remedy: "install git"))
      return false
    }
  }

  private mutating func checkIdentity(_ git: GitFolder) async {
    let name = (try? await git.config("user.name")) ?? ""
    let email = (try? await git.config("user.email")) ?? ""
    if !email.isEmpty {
      let known = [name, "<\(email)>"]
        .filter { !$0.isEmpty }.joined(separator: " ")
      checks.append(Check("identity", .ok, "your labels count as \(known)"))
    } else {
      checks.append(
        Check(
          "identity", .failure, "git does not know your name",
          remedy: .inOrder([
            .run(.git, ["config", "--global", "user.name", "NAME"]),
            .run(.git, ["config", "--global", "user.email", "ADDRESS"]),
          ])))
    }
  }

  /// Checks which keys are set; a value is only tested for being empty.
  private mutating func checkKeys() {
    let found = ProviderKeys.all.filter { variables in
      variables.names.contains { !(Environment.variable($0) ?? "").isEmpty }
    }
    let names = found.map { key in
      let set = key.names.first { !(Environment.variable($0) ?? "").isEmpty } ?? ""
      return "\(key.provider) (\(set))"
    }
    checks.append(
      names.isEmpty
        ? Check(
          "keys", .warning, "no key of a model provider is set",
          remedy: .advice(
            "set OPENAI_API_KEY, ANTHROPIC_API_KEY or another to ask a model; "
              + "embedded:/lexical, recorded verdicts and programs need none"))
        : Check("keys", .ok, "found for " + names.joined(separator: ", ")))
  }

  private mutating func checkStore(_ folder: String) async {
    do {
      let repository = try await JudgeRepository.open(at: folder)
      let location = repository.store.location
      if let problem = repository.indexProblem {
        checks.append(
          Check(
            "index", .warning, problem,
            remedy: "reading continues without it, which is slower"))
      }
      let status = try await repository.maintenance.status()
      guard let head = status.head else {
        checks.append(
          Check(
            "store", .warning, "no store on the branch \(location.branch) yet",
            remedy: .run(.initializeStore)))
        return
      }
      let count = status.records.values.reduce(0, +)
      checks.append(
        Check(
          "store", .ok,
          "\(Count.of(count, "record")) on \(head.reference) in \(location.commonDirectory)"))
      if !status.missing.isEmpty {
        checks.append(
          Check(
            "objects", .failure, status.missing.warning.text, remedy: .run(.repairStore)))
      }
      if !status.ignored.isEmpty || !status.vanished.isEmpty {
        checks.append(
          Check(
            "records", .warning,
            "\(Count.of(status.ignored.count, "file")) ignored, "
              + "\(Count.of(status.vanished.count, "record")) vanished",
            remedy: .run(.checkStore, to: "see which")))
      }
      if let experiment = status.experiment {
        checks.append(Check("experiment", .ok, "\(experiment.name) is current"))
      } else {
        checks.append(
          Check(
            "experiment", .warning, "none is current",
            remedy: .run(.createExperiment)))
      }
      if repository.indexProblem == nil {
        checks.append(Check("index", .ok, "up to date"))
      }
    } catch {
      let error = JudgeFailure(wrapping: error)
      checks.append(Check("store", .failure, error.message, remedy: error.remedy))
    }
  }

  private mutating func checkRemote(_ git: GitFolder, isOffline: Bool) async {
    guard let remotes = await git.remotes() else { return }
    guard let remote = remotes.first(where: { $0 == "origin" }) ?? remotes.first else {
      checks.append(
        Check(
          "remote", .warning, "none: labels stay in this clone",
          remedy: .run(.git, ["remote", "add", "origin", "URL"])))
      return
    }
    guard !isOffline else {
      checks.append(Check("remote", .ok, "\(remote), not asked"))
      return
    }
    let complaint = await git.complaint(of: remote, timeout: Self.patience)
    checks.append(
      complaint.map {
        Check(
          "remote", .warning, "\(remote): \($0)",
          remedy: "everything but synchronizing works without it")
      } ?? Check("remote", .ok, "\(remote) answers"))
  }

  private mutating func checkSpace(_ folder: String) {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
    guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.uint64Value else { return }
    let text = "\(free >> 20) MiB free"
    checks.append(
      free < Self.leastSpace
        ? Check("disk", .warning, text, remedy: "a full disk refuses labels; reading still works")
        : Check("disk", .ok, text))
  }
}
