import JudgeGit
import JudgeRecords
import JudgeWork

/// The files of a tree that a store cares about.
struct TreeListing {
  /// A file with the hash that its name promises.
  struct Payload {
    let path: String
    let hash: ContentID
    let blob: ObjectID
  }

  /// Files at the places of records.
  private(set) var records: [Entry] = []
  /// Files at the places of payloads.
  private(set) var payloads: [Payload] = []
  /// Files in record folders that have no record's place.
  private(set) var misplaced: [(path: String, blob: ObjectID)] = []
  /// Wrong modes and wrong places.
  private(set) var problems: [Problem] = []

  /// Lists a tree.
  ///
  /// A folder that cannot be read is reported as a problem, and the others are listed.
  init(_ tree: ObjectID, in repository: borrowing Repository) {
    let survey = TreeSurvey(tree, in: repository)
    for file in survey.files + survey.links { add(file.path, file.mode, file.id) }
    problems += survey.endless.sorted().map { Problem.endless($0, "not all of them are listed") }
    problems += survey.gaps.map { gap in
      Problem(
        kind: Problem.Word.damaged, path: gap.path,
        message: "this folder cannot be read: \(gap.reason)",
        remedy: .run(.repairStore, to: "look for what it held"))
    }
  }

  /// Files that a purge names and that are here all the same.
  func purgeDue(_ purged: Set<ContentID>) -> [Problem] {
    let paths =
      records.filter { purged.contains($0.path.id) }.compactMap(\.path.text)
      + payloads.filter { purged.contains($0.hash) }.map(\.path)
    return paths.map {
      Problem(
        kind: Problem.Word.purgeDue, path: $0,
        message: "a purge names it and it is here",
        remedy: .run(.synchronizePurging, to: "take it out"))
    }
  }

  private mutating func add(_ path: String, _ mode: FileMode, _ blob: ObjectID) {
    var place = Place(path)
    // A file that has the name of a folder of records keeps that from being.
    if place == .other, Place.isGrowOnly(path) { place = .misplaced }
    if place.hash == nil, let problem = Problem.name(path) {
      problems.append(problem)
      return
    }
    if let problem = Problem.mode(mode, at: path) {
      problems.append(problem)
      return
    }
    switch place {
    case .record(let record): records.append(Entry(path: record, blob: blob))
    case .payload(let hash): payloads.append(Payload(path: path, hash: hash, blob: blob))
    case .misplaced:
      misplaced.append((path, blob))
      problems.append(.misplaced(path))
    case .other: break
    }
  }
}
