import JudgeIndex
import JudgeJSON
import JudgeModels
import JudgeProviders
public import JudgeRecords
public import JudgeScoring
import JudgeStore
import JudgeWork

extension JudgeService {
  /// Registers a judge as the next version of its name.
  ///
  /// - Parameters:
  ///   - judge: the judge.
  ///   - tags: text tags of the registration.
  /// - Returns: the version.
  /// - Throws: `JudgeFailure`.
  @discardableResult
  public func register(_ judge: any Judge, tags: [String: String] = [:]) async throws
    -> RegisterResult
  {
    try await create(judge.body, tags: tags)
  }

  /// Makes a judge and registers it: version 1 of a new name, the next version of a known one.
  ///
  /// - Parameters:
  ///   - body: the judge.
  ///   - tags: text tags of the registration.
  /// - Returns: the version. If the body is already registered, the existing version.
  /// - Throws: `JudgeFailure` for values that do not fit, or if the store cannot be written;
  ///   (4) if it holds redacted content.
  public func create(
    _ body: JudgeBody, tags: [String: String] = [:]
  ) async throws -> RegisterResult {
    try JudgeName.check(body.name)
    try Self.checkContent(body)
    guard FewShotExamples.count(of: body) <= FewShotExamples.limit else {
      throw JudgeFailure(
        .invalid, "\(FewShotExamples.count(of: body)) examples are too many",
        remedy: "a judge takes at most \(FewShotExamples.limit)")
    }
    if let fault = InferenceParameters.fault(in: body.inference) {
      throw JudgeFailure(.invalid, fault.message, remedy: fault.remedy)
    }
    try await checkModel(body)
    try await checkForm(body)
    try await repository.redactions.checkNotRedacted(new: body)
    let record = try body.record()
    return try await register(record, as: body.name, report: nil, parents: nil, tags: tags)
  }

  /// Refuses values and instructions that do not fit.
  static func checkContent(_ body: JudgeBody) throws {
    try body.checkValues()
    try checkInstructions(body)
    if let fault = body.valueSchema.flatMap({ ValueSchema($0).fault }) {
      throw JudgeFailure(.invalid, "feedback_value_schema: \(fault)")
    }
  }

  /// Refuses instructions without a template variable, or with one that judges do not know.
  private static func checkInstructions(_ body: JudgeBody) throws {
    // Other forms have no instructions, or check them on creation.
    guard body.form == nil else { return }
    let template = InstructionsTemplate(body.instructions)
    try InstructionsTemplate.check(body.instructions)
    guard !template.variables.isEmpty else {
      throw JudgeFailure(
        .invalid, "the instructions of \(body.name) name nothing to judge",
        remedy: "put {{ inputs }}, {{ outputs }} or {{ trace }} where the case belongs")
    }
    let beside = template.variables.filter { $0 != "conversation" && $0 != "expectations" }
    guard !body.isSessionLevel || beside.isEmpty else {
      throw JudgeFailure(
        .invalid, "{{ conversation }} stands beside {{ \(beside[0]) }}",
        remedy: "a judge of whole sessions sees the conversation and {{ expectations }} only")
    }
  }

  /// Refuses settings that do not fit the form; the model may be chosen later.
  func checkForm(_ body: JudgeBody) async throws {
    guard let form = body.form, form != .function, form != .program else { return }
    // The members of an ensemble may be programs; they are created but not run.
    @Sendable func unrun(_ body: JudgeBody) throws(JudgeFailure) -> any Judge {
      FunctionJudge(body) { _ in Feedback?.none }
    }
    _ = try repository.models.running(unrun).answering(try await gatewayJudges(of: body))
      .judge(body, defaultModel: "embedded:/lexical")
  }

  /// Refuses a model that no provider can ever answer for; a missing key is not a reason.
  private func checkModel(_ body: JudgeBody) async throws {
    guard let model = body.model else { return }
    if model.hasPrefix(GatewayJudge.scheme) { return try await checkGateway(model) }
    let parameters = InferenceParameters(validOf: body.inference)
    let uri = try ModelURI(model)
    var unsent = Providers.unsent(parameters, by: uri)
    do throws(JudgeFailure) {
      if case .chat(let chat) = try repository.models.engine(for: model) {
        unsent = chat.unsent(parameters)
      }
    } catch {
      guard error.code == .noCredentials else { throw error }
    }
    guard let name = unsent.first else { return }
    throw JudgeFailure(
      .invalid, "inference_params.\(name): \(uri.provider):/ has no such parameter",
      remedy: .advice("leave it out, or put what only your provider knows into extra_body"))
  }

  /// Registers a body as the next version of a name, with a tag whose message is its report card.
  ///
  /// - Parameters:
  ///   - body: the body.
  ///   - name: the name.
  ///   - report: the report card; its record is in the store or in `others`.
  ///   - parents: the bodies that it came from; `nil` for the previous version.
  ///   - tags: text tags of the registration.
  ///   - others: further records to write with the registration.
  ///   - isNewVersion: whether a body that is registered already becomes a version again.
  ///   - describe: makes records about the registration, which are written with it.
  /// - Returns: the version.
  /// - Throws: `JudgeFailure` if the store cannot be written.
  func register(
    _ body: Record, as name: String, report: (id: ContentID, text: String)?,
    parents: [ContentID]?, tags: [String: String], with others: [Record] = [],
    isNewVersion: Bool = false, describedBy describe: (ContentID) throws -> [Record] = { _ in [] }
  ) async throws -> RegisterResult {
    let experiment = try await repository.experiments.current()
    let fold = try await fold()
    let key = VersionFold.Name(experiment: experiment.id, name: name)
    let known = fold.versions[key] ?? []
    if !isNewVersion, let version = known.last(where: { $0.value.judge == body.id }) {
      let tag = try await tag(version, report: report?.text)
      return RegisterResult(
        judge: name, version: version.number, hash: body.id, tag: tag.name, tagProblem: tag.problem,
        wasThere: true)
    }
    var registration = Registration(
      experiment: experiment.id, name: name, version: fold.next(of: key), judge: body.id)
    registration.parents = parents ?? known.last.map { [$0.value.judge] } ?? []
    registration.parents.removeAll { $0 == body.id }
    for (key, value) in tags { registration.tags[key] = .string(value) }
    registration.author = try await repository.author()
    registration.time = Clock.after(known.map(\.value.time))
    registration.report = report?.id
    let record = try registration.record()
    _ = try await repository.append(
      [body] + others + [record] + (try describe(record.id)),
      message: "Register \(name) v\(registration.version) (\(body.id.prefix(12)))")
    let version = VersionFold([(record.id, registration)], changes: ChangeFold([]))
      .claims(registration.version, of: key)
    guard let made = version.first else {
      throw JudgeFailure(.invalid, "the registration of \(name) cannot be read back")
    }
    let tag = try await tag(made, report: report?.text)
    return RegisterResult(
      judge: name, version: registration.version, hash: body.id, tag: tag.name,
      tagProblem: tag.problem, wasThere: false)
  }

  /// Returns the text of a git tag: the tags of the version, then its report card.
  private static func tagText(_ tags: JSONObject, report: String?) -> String {
    let lines = tags.map { member in
      let value = member.value.stringValue ?? member.value.canonicalText
      return "\(OneLine.escaped(member.key))=\(OneLine.escaped(value))\n"
    }
    return [lines.joined(), report ?? ""].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// Creates the git tag of a version; the registration's record has authority over it.
  ///
  /// - Returns: the tag's name, and the reason if it could not be created.
  private func tag(
    _ version: VersionFold.Version, report: String?
  ) async throws -> (name: String, problem: String?) {
    let index = try await repository.caughtUp()
    let value = version.value
    let experiment = try await index.value(of: Experiment.self, value.experiment)
    let tag = VersionTag(
      experiment: experiment?.name ?? value.experiment.hex, judgeName: value.name,
      version: version.number, registration: version.registration, judge: value.judge)
    do throws(StoreError) {
      try await repository.store.createVersionTag(
        tag, text: Self.tagText(value.tags, report: report), tagger: value.author,
        seconds: value.time.map { $0.milliseconds / 1000 })
      return (tag.name, nil)
    } catch {
      // The record is written and has authority. A tag that is in the way, or that git refuses, is
      // reported by fsck and created by the next sync.
      guard error.code != .identityMissing else { throw error }
      return (tag.name, error.description)
    }
  }

  /// Removes a version from the registry; its body and history stay.
  ///
  /// - Parameter text: `NAME@vN`.
  /// - Returns: the removed version.
  /// - Throws: `JudgeFailure` if the text does not name a single version.
  public func unregister(_ text: String) async throws -> JudgeVersion {
    let version = try await find(named: text)
    guard let id = version.registrationID, let number = version.number else {
      throw JudgeFailure(.notFound, "\(text) is not registered")
    }
    // Others may have registered the same body as the same version; all of these are removed.
    let same = try await fold().versions.values.joined().first { $0.registration == id }
    for registration in [id] + (same?.others ?? []) {
      try await repository.change(
        ChangeTarget(kind: .registration, id: registration.hex), "lifecycle", Change.deleted,
        message: "Unregister \(version.name) v\(number)")
    }
    return version
  }
}
