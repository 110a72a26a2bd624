import Foundation
import JudgeAgreement

/// One of the real sets with the figures that other libraries computed from it.
struct TruthSet {
  let name: String
  let labels: [String]
  let ordered: Bool
  let figures: [String: Any]
  let traces: [String]
  let raters: [String]
  let table: RatingTable
  /// Verdicts of each recorded judge, per trace.
  let verdicts: [String: [JudgedLabel]]
  /// Labels in the order in which they first appear among the ratings.
  let firstSeen: [Int]
  let tags: [[String: Any]]

  static let names = ["pandalm", "nq301", "dices350"]

  static let folder: URL? = {
    let manager = FileManager.default
    if let path = ProcessInfo.processInfo.environment["GIT_JUDGE_DATA"] {
      return manager.fileExists(atPath: path + "/truth") ? URL(fileURLWithPath: path) : nil
    }
    var root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    while root.path != "/" {
      if manager.fileExists(atPath: root.appendingPathComponent("Package.swift").path) {
        let data = root.deletingLastPathComponent().appendingPathComponent("shared/data")
        return manager.fileExists(atPath: data.path + "/truth") ? data : nil
      }
      root.deleteLastPathComponent()
    }
    return nil
  }()

  static var available: Bool { folder != nil }

  struct Broken: Error { let what: String }

  init(_ name: String) throws {
    guard let folder = Self.folder else { throw Broken(what: "no data folder") }
    let truth = try JSONSerialization.jsonObject(
      with: Data(contentsOf: folder.appendingPathComponent("truth/\(name).json")))
    guard let metrics = (truth as? [String: Any])?["metrics"] as? [String: Any],
      let metric = metrics.keys.first, metrics.count == 1,
      let figures = metrics[metric] as? [String: Any],
      let declared = figures["labels"] as? [String]
    else { throw Broken(what: "truth/\(name).json") }
    let order = figures["label_order"] as? [String]
    self.name = name
    self.figures = figures
    labels = order ?? declared
    ordered = order != nil
    let codes = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })

    let text = try String(
      contentsOf: folder.appendingPathComponent("\(name)/traces.jsonl"), encoding: .utf8)
    var traces: [String] = []
    var tags: [[String: Any]] = []
    var raters: [String] = []
    var raterCodes: [String: Int] = [:]
    var ratings: [Rating] = []
    var firstSeen: [Int] = []
    var found: [String: [Int: JudgedLabel]] = [:]
    for line in text.split(separator: "\n") {
      guard
        let trace = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
        let id = trace["client_request_id"] as? String
      else { throw Broken(what: "\(name)/traces.jsonl") }
      let item = traces.count
      traces.append(id)
      tags.append(trace["tags"] as? [String: Any] ?? [:])
      for assessment in trace["assessments"] as? [[String: Any]] ?? []
      where assessment["name"] as? String == metric {
        guard let source = assessment["source_id"] as? String else { continue }
        let label = (assessment["value"] as? String).flatMap { codes[$0] }
        if assessment["source_type"] as? String == "HUMAN", let label {
          let rater = raterCodes[source] ?? raters.count
          if rater == raters.count {
            raterCodes[source] = rater
            raters.append(source)
          }
          if !firstSeen.contains(label) { firstSeen.append(label) }
          ratings.append(Rating(item: item, rater: rater, label: label))
        } else {
          found[source, default: [:]][item] = label.map { .label($0) } ?? .error
        }
      }
    }
    self.traces = traces
    self.tags = tags
    self.raters = raters
    self.firstSeen = firstSeen
    table = try RatingTable(
      ratings: ratings, itemCount: traces.count, raterCount: raters.count,
      labelCount: labels.count)
    verdicts = found.mapValues { own in traces.indices.map { own[$0] ?? .missing } }
  }

  /// The value under a path of keys.
  func value<T>(_ path: String..., as type: T.Type = T.self) throws -> T {
    var node: Any = figures
    for key in path {
      guard let next = (node as? [String: Any])?[key] else { throw Broken(what: "\(path)") }
      node = next
    }
    guard let result = node as? T else { throw Broken(what: "\(path) is no \(type)") }
    return result
  }

  func code(_ label: String) throws -> Int {
    guard let code = labels.firstIndex(of: label) else { throw Broken(what: label) }
    return code
  }
}

/// A number, or nil for JSON null.
func number(_ node: Any?) -> Double? { (node as? NSNumber)?.doubleValue }
