import JudgeEvaluation
import JudgeIndex
import JudgeInterchange
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeWork
import Synchronization

/// The judges that a long-running program asks again and again.
///
/// A judge with a memory indexes its examples when it is made, so it is made once.
public final class JudgeDesks: Sendable {
  private struct Key: Hashable {
    let hash: ContentID
    let name: String
    let model: String?
  }

  private let made = Mutex<[Key: RegisteredJudge]>([:])
  /// The largest number of judges to keep.
  private static let most = 64

  /// Creates an empty set.
  public init() {}

  /// Finds a registered judge.
  ///
  /// - Parameters:
  ///   - label: `NAME@vN`, `NAME@alias`, or `NAME` for its newest version.
  ///   - pin: the registration, if several experiments have judges of this name and version.
  ///   - repository: the store.
  /// - Returns: the version.
  /// - Throws: `JudgeFailure` if the store has no such registered judge, or several.
  public func version(
    _ label: String, pin: String? = nil, in repository: JudgeRepository
  ) async throws -> JudgeVersion {
    let now = try await repository.current()
    let reference = try JudgeReference(label)
    let fold = try await now.judges.fold()
    let named = fold.versions.filter { Bytewise.equal($0.key.name, reference.name) }.flatMap(
      \.value)
    var claims = named
    if let pin {
      claims = named.filter { version in
        ([version.registration] + version.others).contains { $0.hex == pin }
      }
    } else if case .version(let number, let hash) = reference.selector {
      claims = named.filter { version in
        version.numbers.contains(number) && hash.map(version.value.judge.hex.hasPrefix) ?? true
      }
    } else {
      let found = try await now.judges.find(named: label)
      guard found.registration != nil else { throw Self.unknown(label) }
      return found
    }
    guard let first = claims.first else { throw Self.unknown(label) }
    // The same body in several experiments is the same judge.
    guard Set(claims.map(\.value.judge)).count > 1 else {
      return try await now.judges.judgeVersion(first)
    }
    return try await now.judges.find(named: label)
  }

  private static func unknown(_ label: String) -> JudgeFailure {
    JudgeFailure(
      .notFound, "the store has no judge \(label)",
      remedy: .run(.listJudges, to: "see all judges"))
  }

  /// Returns the parts of a case that a judge needs; `["trace"]` means a trace of the store.
  public func needs(
    of version: JudgeVersion, in repository: JudgeRepository
  ) async throws -> [String] {
    GatewayInstructions(
      body: version.body, defaultModel: try await repository.defaultModel()
    ).needed
  }

  /// Asks a judge about a case, and records nothing.
  ///
  /// - Parameters:
  ///   - row: the case, or a trace of the store.
  ///   - version: the judge.
  ///   - repository: the store.
  /// - Returns: the answer, which may be an error of this case.
  /// - Throws: `JudgeFailure` if the judge cannot be asked.
  public func answer(
    _ row: Trace, by version: JudgeVersion, in repository: JudgeRepository
  ) async throws -> CaseAnswer {
    try await desk(version, repository).answer(
      Self.grouped(row, version.body), named: !Self.isUnnamed(row))
  }

  /// Asks a judge about cases, some at the same time, and records nothing.
  ///
  /// - Parameters:
  ///   - cases: JSON objects as in a line of cases.
  ///   - version: the judge.
  ///   - repository: the store.
  /// - Returns: an answer per case, in their order. A case that cannot be read is an error.
  /// - Throws: `JudgeFailure` if the judge cannot be asked.
  public func answers(
    _ cases: [JSONValue], by version: JudgeVersion, in repository: JudgeRepository
  ) async throws -> [CaseAnswer] {
    let desk = try await desk(version, repository)
    let places = Places(max(1, repository.callOptions.concurrency))
    return await withTaskGroup(of: (Int, CaseAnswer).self) { group in
      for (place, item) in cases.enumerated() {
        await places.take()
        group.addTask {
          let answer: CaseAnswer
          do throws(JudgeFailure) {
            let row = Self.grouped(try Self.row(item.objectValue ?? [:]), version.body)
            answer = await desk.answer(row, line: place + 1, named: !Self.isUnnamed(row))
          } catch {
            answer = desk.refusal(error.message, line: place + 1)
          }
          await places.give()
          return (place, answer)
        }
      }
      var answers = [CaseAnswer?](repeating: nil, count: cases.count)
      for await (place, answer) in group { answers[place] = answer }
      return answers.compactMap { $0 }
    }
  }

  /// Gives a case the group of the example with the same inputs.
  ///
  /// A program that sends a trace's fields does not send its group, and a memory must not show a
  /// trace to itself.
  static func grouped(_ row: Trace, _ body: JudgeBody) -> Trace {
    guard row.record == nil, row.group == nil, body.retrieval != nil,
      let example = body.examples.compactMap(Episode.init).first(where: {
        $0.example["inputs"] == row.inputs
      })
    else { return row }
    var row = row
    row.group = example.group
    return row
  }

  private static let unnamed = "row-1"

  private static func isUnnamed(_ row: Trace) -> Bool { row.record == nil && row.id == unnamed }

  /// Makes a case of its fields.
  ///
  /// - Parameter fields: `inputs`, `outputs`, `expectations`, `conversation`, and any others that a
  ///   line of cases may have.
  /// - Returns: a case that is not in a store.
  /// - Throws: `JudgeFailure` that names the field.
  public static func row(_ fields: JSONObject) throws(JudgeFailure) -> Trace {
    var fields = fields
    let conversation = fields["conversation"]?.arrayValue
    fields["conversation"] = nil
    if conversation != nil, fields["inputs"] == nil, fields["outputs"] == nil {
      fields["inputs"] = ["messages": []]
    }
    do throws(ImportError) {
      var row = try RowReader().row(fields, line: 1).row
      if let conversation {
        row.conversation = conversation
        row.inputs = .null
      }
      return row
    } catch { throw JudgeFailure(.invalid, error.description) }
  }

  private func desk(
    _ version: JudgeVersion, _ repository: JudgeRepository
  ) async throws -> CaseDesk {
    let judge = try await judge(version, repository)
    return CaseDesk(
      judge, keeper: try await repository.evaluations.verdictGuard(),
      warnings: repository.models.unsentParameters(of: [judge]))
  }

  private func judge(
    _ version: JudgeVersion, _ repository: JudgeRepository
  ) async throws -> RegisteredJudge {
    let model = try await repository.defaultModel()
    let key = Key(hash: version.hash, name: version.name, model: model)
    if let known = made.withLock({ $0[key] }) {
      try await repository.redactions.checkNotRedacted(version)
      return known
    }
    let permit = try await repository.programs.permit(version)
    let judge = RegisteredJudge(version: version, base: try permit.judge(defaultModel: model))
    // A program may lose its trust, and a judge that another one answers for may be redacted.
    let isFixed = version.body.withMembers.allSatisfy {
      $0.form != .program && $0.model?.hasPrefix(GatewayJudge.scheme) != true
    }
    if isFixed {
      made.withLock { made in
        if made.count >= Self.most { made = [:] }
        made[key] = judge
      }
    }
    return judge
  }
}
