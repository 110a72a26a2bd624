import JudgeRecords

/// What a check keeps of the records it reads: enough to know which versions are in force.
struct StoreContents {
  private(set) var experiments: [ContentID: Experiment] = [:]
  private(set) var registrations: [(ContentID, Registration)] = []
  private(set) var changes: [(ContentID, Change)] = []
  /// Who brought what; without it every change counts.
  var trust: TrustState?

  /// Kinds of which something is kept.
  static let kinds: [RecordKind] = [.experiment, .registration, .change]

  mutating func add(_ record: Record) {
    switch record.kind {
    case .experiment: experiments[record.id] = try? Experiment(record: record)
    case .registration:
      if let value = try? Registration(record: record) { registrations.append((record.id, value)) }
    case .change:
      if let value = try? Change(record: record), value.target.kind == .registration {
        changes.append((record.id, value))
      }
    default: break
    }
  }

  /// The tags that registrations in force should have: by name, those that claim it.
  var expectedTags: [String: [VersionTag]] {
    var result: [String: [VersionTag]] = [:]
    let counted = changes.filter { id, change in
      guard let trust, let target = ContentID(hex: change.target.id) else { return true }
      return trust.authority.admits(
        change, id, trust.introduction(of: RecordPath(kind: .change, id: id)),
        target: trust.introduction(of: RecordPath(kind: change.target.kind, id: target)))
    }
    let fold = VersionFold(registrations, changes: ChangeFold(counted))
    for version in fold.versions.values.joined() {
      guard let experiment = experiments[version.value.experiment] else { continue }
      let tag = VersionTag(
        experiment: experiment.name, judgeName: version.value.name, version: version.number,
        registration: version.registration, judge: version.value.judge)
      result[tag.name, default: []].append(tag)
    }
    return result
  }
}
