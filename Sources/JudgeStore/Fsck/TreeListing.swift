import JudgeGit
import JudgeRecords
import JudgeWork

/// The files of a tree that are relevant to a store.
struct TreeListing {
  /// A file with the hash from its name.
  struct Payload {
    let path: String
    let hash: ContentID
    let blob: ObjectID
  }

  /// The files at paths of records.
  private(set) var records: [Entry] = []
  /// The files at paths of payloads.
  private(set) var payloads: [Payload] = []
  /// The files in record folders at paths that are not a record's.
  private(set) var misplaced: [(path: String, blob: ObjectID)] = []
  /// The problems with modes and paths.
  private(set) var problems: [Problem] = []

  /// Lists a tree.
  ///
  /// An unreadable folder is reported as a problem; the others are listed.
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

  /// Returns the problems of files that still exist although a purge names them.
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
    // A file with the name of a record folder prevents that folder.
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
