import Foundation
import JudgeJSON
import JudgeRecords
import JudgeReview
import JudgeWork

/// Reasons that a reviewer has typed but not stored.
///
/// They are in a file of this clone that is written at each keystroke, so that they survive a
/// crash.
struct LabelDrafts: Sendable {
  private let path: String
  private(set) var texts: [LabelItem: String]

  /// Reads the drafts of a reviewer on a question; a file that cannot be read holds none.
  init(folder: String, experiment: ContentID, question: String, reviewer: String) {
    let mark = ContentID(
      hashing: Array("\(experiment.hex)\u{0}\(question)\u{0}\(reviewer)".utf8))
    self.init(path: folder + "/drafts/\(mark.prefix(32)).json")
  }

  private init(path: String) {
    self.path = path
    texts = [:]
    let bytes = FileManager.default.contents(atPath: path).map { [UInt8]($0) } ?? []
    let list = (try? JSONValue(parsing: bytes))?.objectValue?["drafts"]?.arrayValue ?? []
    for entry in list.compactMap(\.objectValue) {
      guard let trace = entry["trace_id"]?.stringValue, let text = entry["text"]?.stringValue
      else { continue }
      let item = LabelItem(
        traceID: trace, batch: entry["batch"]?.stringValue,
        repeatIndex: entry["repeat"]?.intValue)
      texts[item] = text
    }
  }

  /// Keeps a text, or deletes it if it is `nil`.
  mutating func set(_ text: String?, for item: LabelItem) throws {
    guard texts[item] != text else { return }
    texts[item] = text
    try write()
  }

  /// Deletes drafts about some traces or with some texts, of all reviewers and questions.
  ///
  /// It also deletes files of this clone that a killed process left incomplete.
  ///
  /// - Parameters:
  ///   - traces: trace ids.
  ///   - needles: the texts of hidden records.
  ///   - folder: the folder of this clone.
  static func forget(traces: Set<String>, holding needles: [String], in folder: String) {
    let manager = FileManager.default
    let drafts = folder + "/drafts"
    for name in (try? manager.contentsOfDirectory(atPath: drafts)) ?? [] {
      let path = "\(drafts)/\(name)"
      guard name.hasSuffix(".json") else {
        let writer = name.split(separator: ".").last.flatMap { pid_t($0) }
        if let writer, kill(writer, 0) != 0 { try? manager.removeItem(atPath: path) }
        continue
      }
      var file = LabelDrafts(path: path)
      let kept = file.texts.filter { item, text in
        !traces.contains(item.traceID) && !needles.contains(where: text.contains)
      }
      guard kept.count < file.texts.count else { continue }
      file.texts = kept
      // A text that cannot be rewritten is deleted rather than kept.
      if kept.isEmpty || (try? file.write()) == nil { try? manager.removeItem(atPath: path) }
    }
  }

  private func write() throws {
    let list = texts.sorted { $0.key.traceID < $1.key.traceID }.map { item, text in
      var entry: JSONObject = ["trace_id": .string(item.traceID), "text": .string(text)]
      if let batch = item.batch { entry["batch"] = .string(batch) }
      if let index = item.repeatIndex { entry["repeat"] = .number(Double(index)) }
      return JSONValue.object(entry)
    }
    try write((["drafts": .array(list)] as JSONValue).canonicalBytes())
  }

  private func write(_ bytes: [UInt8]) throws {
    let folder = URL(filePath: path).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      // Written to another file, synced, then renamed: a power cut leaves the old text or the new
      // one.
      let aside = "\(path).\(getpid())"
      try Data(bytes).write(to: URL(filePath: aside))
      let file = try FileHandle(forWritingTo: URL(filePath: aside))
      try file.synchronize()
      try file.close()
      guard rename(aside, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      throw JudgeFailure(
        .store, "your text could not be kept in \(path): \(error.localizedDescription)",
        remedy: "see whether the disk is full")
    }
  }
}
