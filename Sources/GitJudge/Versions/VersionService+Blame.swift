import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeWork

extension VersionService {
  /// Returns the parts of a judge with the labels that taught them.
  ///
  /// - Parameter text: `NAME`, `NAME@v1`, with `:guideline:4`, `:example:1`, `:instructions` or
  ///   `:calibration` for one part.
  /// - Returns: the version, and its parts in the order of the body. Examples and guidelines
  ///   without labels are included.
  /// - Throws: `JudgeFailure` if the judge or the part does not exist (3).
  public func blame(
    _ text: String
  ) async throws -> (version: JudgeVersion, parts: [BlamedPart]) {
    let reference = try BlameReference(text)
    let version = try await repository.judges.find(named: reference.judge)
    let all = try await blame(version)
    guard let part = reference.part else { return (version, all) }
    guard let found = all.first(where: { $0.part == part }) else {
      throw JudgeFailure(.notFound, Self.absence(of: part, in: version, all))
    }
    return (version, [found])
  }

  /// Returns the parts of a version with the labels that taught them.
  ///
  /// For redacted labels, it returns only the ids that the version itself names.
  ///
  /// - Parameter version: the version, as it is stored or as it may be shown.
  /// - Returns: the parts in the order of the body.
  /// - Throws: `JudgeFailure`.
  public func blame(_ version: JudgeVersion) async throws -> [BlamedPart] {
    let lineage = Lineage(version.body)
    let index = try await repository.caughtUp()
    let wanted = Set(lineage.entries.flatMap(\.labels))
    let known = try await index.labels(ids: wanted)
    let redactions = try await repository.store.redactions()
    let hidden = redactions.ids
    // The same parts in the same order, without words from hidden content.
    let shown = try await Lineage(repository.redactions.shown(version).version.body).entries
    return zip(lineage.entries, shown).map { entry, shown in
      BlamedPart(
        part: entry.part, text: shown.text == entry.text ? entry.text : "(redacted)",
        traces: entry.traces.filter { !hidden.contains($0) },
        labels: entry.labels.map { id in
          let found = known[id]
          let isHidden =
            hidden.contains(id) || found.map { hidden.contains($0.traceID) } ?? false
          return BlamedPart.Source(id, of: isHidden ? nil : found, isRedacted: isHidden)
        })
    }
  }

  private static func absence(
    of part: Lineage.Part, in version: JudgeVersion, _ all: [BlamedPart]
  ) -> String {
    switch part {
    case .guideline(let number):
      let count = version.body.guidelines.count
      return "\(version.label) has no guideline \(number): it has \(count)"
    case .example(let number):
      let count = version.body.examples.count
      return "\(version.label) has no example \(number): it has \(count)"
    case .other(let name): return "no label taught \(version.label) its \(name)"
    }
  }
}
