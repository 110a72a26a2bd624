package import JudgeJSON

/// The file format of another tool.
///
/// A format turns the documents of a file into traces in git-judge's own form, as a pure function
/// of these documents. Formats are recognized by members that git-judge's own form does not have.
package protocol ForeignFormat: Sendable {
  /// The name in messages, such as `Inspect log`.
  static var name: String { get }

  /// Returns whether a document has this format.
  static func recognizes(_ document: JSONObject) -> Bool

  /// Creates a reader of one import.
  init()

  /// Reads a document.
  ///
  /// - Parameters:
  ///   - document: a document that the format recognizes.
  ///   - notes: takes what is not read.
  /// - Returns: the traces that are complete; the others come from ``finish(_:)``.
  /// - Throws: `ImportError` if nothing of the document can be read.
  mutating func read(
    _ document: JSONObject, _ notes: inout ForeignNotes
  ) throws(ImportError) -> [ForeignTrace]

  /// Returns the traces whose parts are in several documents.
  mutating func finish(_ notes: inout ForeignNotes) -> [ForeignTrace]
}

extension ForeignFormat {
  package mutating func finish(_ notes: inout ForeignNotes) -> [ForeignTrace] { [] }
}

/// What the readers of other tools' files left out.
package struct ForeignNotes: Sendable {
  /// The place of a document.
  package struct Origin: Hashable, Sendable {
    /// The file's name.
    package let file: String
    /// The line on which the document begins, from 1.
    package let line: Int
  }

  /// The document that is being read.
  package var origin: Origin?
  /// The number of times that a member was not read, by format and path.
  private var unread: [String: [String: Int]] = [:]
  private var sentences: [String] = []

  /// Creates empty notes.
  package init() {}

  /// Notes the members of an object that the reader does not know.
  ///
  /// - Parameters:
  ///   - object: the object.
  ///   - path: the path before the member's name, such as `samples[].`.
  ///   - format: the name of the format.
  ///   - known: the members that are read, or that say nothing about quality.
  mutating func unread(
    in object: JSONObject, at path: String = "", of format: String, except known: Set<String>
  ) {
    for member in object where !member.value.isNull && !known.contains(member.key) {
      if member.value.arrayValue?.isEmpty ?? member.value.objectValue?.isEmpty ?? false { continue }
      unread[format, default: [:]][path + member.key, default: 0] += 1
    }
  }

  /// Notes something once.
  mutating func say(_ sentence: String) {
    if !sentences.contains(sentence) { sentences.append(sentence) }
  }

  /// One sentence for each format with members that were not read, and what was noted.
  package var warnings: [String] {
    unread.sorted { $0.key < $1.key }.map { format, members in
      let list = members.sorted { $0.key < $1.key }
      let names = list.prefix(12).map { "\($0.key) (\($0.value))" }.joined(separator: ", ")
      return "\(format): not read: \(names)" + (list.count > 12 ? ", …" : "")
    } + sentences
  }
}

extension JSONObject {
  /// Returns the first of several members that exists and is not `null`.
  func first(_ keys: String...) -> JSONValue? {
    for key in keys {
      if let value = self[key], !value.isNull { return value }
    }
    return nil
  }

  /// Returns the first of several members that is a text and not empty, or a number as text.
  func text(_ keys: String...) -> String? {
    for key in keys {
      guard let value = self[key] else { continue }
      if let text = value.stringValue, !text.isEmpty { return text }
      if value.doubleValue != nil { return value.canonicalText }
    }
    return nil
  }

  /// Returns the objects of a list, or none if there is no such list.
  func objects(_ keys: String...) -> [JSONObject] {
    for key in keys {
      if let list = self[key]?.arrayValue { return list.compactMap(\.objectValue) }
    }
    return []
  }

  /// Returns whether a member exists and is not `null`.
  func has(_ key: String) -> Bool { self[key].map { !$0.isNull } ?? false }
}
