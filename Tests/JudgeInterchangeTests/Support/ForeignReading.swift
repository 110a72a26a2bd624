import Foundation
import JudgeJSON
import JudgeRecords
import JudgeTestSupport

@testable import JudgeInterchange

/// What an import reads from files of other tools.
struct ForeignReading {
  var items: [ImportedItem] = []
  var problems: [String] = []
  var warnings: [String] = []

  /// Reads files of Tests/Fixtures/other-tools.
  init(_ files: String...) throws {
    try self.init(
      files.map { name in
        let folder = PackageFolder.root().appending(path: "Tests/Fixtures/other-tools")
        return (name, [UInt8](try Data(contentsOf: folder.appending(path: name))))
      })
  }

  /// Reads a text.
  init(text: String) throws { try self.init([("text", Array(text.utf8))]) }

  private init(_ files: [(name: String, bytes: [UInt8])]) throws {
    var foreign = ForeignReader()
    let reader = LineReader(experiment: experiment)
    for (name, bytes) in files {
      for document in split(bytes) {
        do throws(ImportError) {
          switch try reader.read(document, file: name, &foreign, refusal: { _ in nil }) {
          case .own(let item): items.append(item)
          case .foreign(let traces): for trace in traces { items.append(try reader.read(trace)) }
          }
        } catch { problems.append(error.description) }
      }
    }
    let (traces, last) = foreign.finish()
    for trace in traces {
      do throws(ImportError) {
        items.append(try reader.read(trace))
      } catch { problems.append(error.description) }
    }
    problems += last.map(\.message)
    warnings = foreign.warnings
  }

  /// The texts of all assessments of an item, as `name type source = value`.
  func assessments(_ place: Int) -> [String] {
    guard items.indices.contains(place) else { return [] }
    let item = items[place]
    let labels = item.assessments.map { label in
      let value: String
      switch label.content {
      case .feedback(let given): value = "= \(given.canonicalText)"
      case .expectation(let given): value = "should be \(given.canonicalText)"
      case .error(let error): value = "failed: \(error.message ?? "")"
      }
      return "\(label.name) \(label.source.type.rawValue) \(label.source.id) \(value)"
    }
    let verdicts = item.verdicts.map { verdict in
      let value =
        switch verdict.verdict.result {
        case .success(let given): "= \(given.canonicalText)"
        case .failure(let error): "failed: \(error.message ?? "")"
        }
      return "\(verdict.name) \(verdict.source.type.rawValue) \(verdict.source.id) \(value)"
    }
    return (labels + verdicts).sorted()
  }

  var keys: [String?] { items.map(\.trace.clientRequestID) }
}
