import Foundation
import JudgeInterchange
import JudgeJSON
import JudgeRecords
import JudgeTestSupport

/// The experiment of all tests.
let experiment = ContentID(hashing: Array("experiment".utf8))

/// Reads one document.
func read(_ text: String) throws(ImportError) -> ImportedItem {
  try LineReader(experiment: experiment).read(Array(text.utf8))
}

/// Why a document cannot be taken; `nil` where it can.
func rejection(of text: String) -> ImportError? {
  do {
    _ = try read(text)
    return nil
  } catch { return error }
}

/// A line with one assessment of these members.
func line(assessment members: String) -> String {
  #"{"client_request_id": "c", "assessments": [{\#(members)}]}"#
}

/// Cuts text into documents, fed at once.
func split(_ text: String) -> [DocumentSplitter.Document] { split(Array(text.utf8)) }

/// Cuts bytes into documents, fed at once.
func split(_ bytes: [UInt8]) -> [DocumentSplitter.Document] {
  var splitter = DocumentSplitter()
  return splitter.feed(bytes) + splitter.finish()
}

extension DocumentSplitter.Document {
  /// The bytes as text.
  var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// The four sets of labels that are shared by all checkouts.
enum SharedSet {
  static let names = ["pandalm", "nq301", "dices350", "llmbar"]
  static let areThere = names.allSatisfy { file($0) != nil }

  static func file(_ name: String) -> URL? {
    PackageFolder.sharedData("\(name)/traces.jsonl")
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    guard let file = file(name) else { throw CocoaError(.fileNoSuchFile) }
    return [UInt8](try Data(contentsOf: file))
  }
}
