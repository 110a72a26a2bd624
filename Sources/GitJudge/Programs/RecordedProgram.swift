import JudgeJSON
import JudgeRecords
import JudgeScoring

/// A program that a record names: a judge's own, a member's, or an optimizer's in a step.
///
/// It is data. Only ``ProgramService/permit(_:redoing:)`` makes something of it that runs.
struct RecordedProgram: Hashable, Sendable {
  /// The settings of the judge or the step.
  let settings: JSONObject
  /// The record that names the program.
  let owner: String
  /// The program and its arguments.
  let command: [String]
  /// The files whose hashes are in the record.
  let files: ProgramFiles

  private init?(_ settings: JSONObject, owner: String) {
    let words = settings[ProgramJudge.commandKey]?.arrayValue?.compactMap(\.stringValue) ?? []
    guard !words.isEmpty else { return nil }
    self.settings = settings
    self.owner = owner
    command = words
    var digests: [String: String] = [:]
    for member in settings[ProgramJudge.filesKey]?.objectValue ?? [:] {
      digests[member.key] = member.value.stringValue ?? ""
    }
    files = ProgramFiles(digests)
  }

  /// Returns the programs of a body: its own, or those of the members that it contains.
  ///
  /// - Parameters:
  ///   - body: the judge.
  ///   - steps: steps that run again, with the programs that did them.
  /// - Returns: the programs, each once.
  static func all(
    of body: JudgeBody, steps: ArraySlice<AlignmentStep> = []
  ) -> [RecordedProgram] {
    var found: [RecordedProgram] = []
    func add(_ settings: JSONObject, _ owner: String) {
      guard let program = RecordedProgram(settings, owner: owner), !found.contains(program) else {
        return
      }
      found.append(program)
    }
    for part in body.withMembers where part.form == .program { add(part.settings, part.name) }
    for step in steps where step.optimizer == ProgramOptimizer.stepName {
      add(step.settings, body.name)
    }
    return found
  }
}
