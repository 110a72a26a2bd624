import JudgeJSON
package import JudgeRecords

/// The data that a check keeps of the records it reads: enough to compute the versions in force.
struct StoreContents {
  private(set) var experiments: [ContentID: Experiment] = [:]
  private(set) var registrations: [(ContentID, Registration)] = []
  private(set) var changes: [(ContentID, Change)] = []
  /// The trust state, which knows who introduced each record; if `nil`, every change counts.
  var trust: TrustState?

  /// The kinds whose data is kept.
  static let kinds: [RecordKind] = [.experiment, .registration, .change]

  mutating func add(_ record: Record) {
    switch record.kind {
    case .experiment: experiments[record.id] = try? Experiment(record: record)
    case .registration:
      if let value = try? Registration(record: record) { registrations.append((record.id, value)) }
    case .change:
      if let value = try? Change(record: record),
        value.target.kind == .registration || value.target.kind == .experiment
      {
        changes.append((record.id, value))
      }
    default: break
    }
  }

  /// The versions in force.
  var versions: VersionFold { VersionFold(registrations, changes: counted) }

  /// The experiments whose name refers to another experiment.
  var experimentTwins: ExperimentTwins {
    let changes = counted
    let candidates = experiments.compactMap { id, value -> ExperimentTwins.Candidate? in
      let target = ChangeTarget(kind: .experiment, id: id.hex)
      if changes.isDeleted(target) { return nil }
      return ExperimentTwins.Candidate(
        id: id, value, name: changes.value(of: target, "name")?.stringValue ?? value.name,
        trust?.introduction(of: RecordPath(kind: .experiment, id: id)))
    }
    return ExperimentTwins(candidates, authority: trust?.authority ?? .believing)
  }

  /// The changes that count, judged by their introductions.
  private var counted: ChangeFold {
    let counted = changes.filter { id, change in
      guard let trust, let target = ContentID(hex: change.target.id) else { return true }
      return trust.authority.admits(
        change, id, trust.introduction(of: RecordPath(kind: .change, id: id)),
        target: trust.introduction(of: RecordPath(kind: change.target.kind, id: target)))
    }
    return ChangeFold(counted)
  }

  /// The tags that versions in force should have, by name.
  var expectedTags: [String: [VersionTag]] {
    var result: [String: [VersionTag]] = [:]
    for version in versions.versions.values.joined() {
      guard let experiment = experiments[version.value.experiment] else { continue }
      let tag = VersionTag(
        experiment: experiment.name, judgeName: version.value.name, version: version.number,
        registration: version.registration, judge: version.value.judge)
      result[tag.name, default: []].append(tag)
    }
    return result
  }
}

extension Problem {
  /// Returns the problems of invalid version numbers, by path.
  package static func passedOver(_ versions: VersionFold) -> [Problem] {
    versions.passedOver.map { id, number in
      Problem(
        kind: Word.versionGap, path: RecordPath(kind: .registration, id: id).text ?? "",
        message: "v\(number) lies too far from the other versions of its judge to be a number: it "
          + "is passed over")
    }.sorted { $0.path < $1.path }
  }
}

extension Problem {
  /// Returns the problems of experiments whose name refers to another one, by path.
  package static func twins(_ twins: ExperimentTwins) -> [Problem] {
    twins.twins.map { id, first in
      Problem(
        kind: Word.experimentTwin, path: RecordPath(kind: .experiment, id: id).text ?? "",
        message: "an experiment of a name that means \(first.prefix(12)); it is found by its hash "
          + "\(id.prefix(12)), and an owner may rename or delete it")
    }.sorted { $0.path < $1.path }
  }
}
