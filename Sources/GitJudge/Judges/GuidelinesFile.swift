import JudgeJSON
import JudgeWork

/// A file of rules: a JSON list of texts, or lists of texts by name.
public struct GuidelinesFile: Hashable, Sendable {
  /// The rules of a list.
  public let list: [String]
  /// The rules by name.
  public let named: [String: [String]]

  /// Reads the rules.
  ///
  /// - Parameters:
  ///   - bytes: the bytes of the file.
  ///   - path: the path of the file, for errors.
  /// - Throws: `JudgeFailure` that names the place.
  public init(_ bytes: [UInt8], path: String) throws {
    let value: JSONValue
    do { value = try JSONValue(parsing: bytes) } catch {
      throw JudgeFailure(.invalid, "\(path):\(error.line):\(error.column): \(error.message)")
    }
    if let object = value.objectValue {
      var named: [String: [String]] = [:]
      for member in object { named[member.key] = try Self.texts(member.value, path, member.key) }
      self.named = named
      list = []
    } else {
      list = try Self.texts(value, path, nil)
      named = [:]
    }
    guard !list.isEmpty || !named.isEmpty else {
      throw JudgeFailure(.invalid, "\(path) holds no guideline")
    }
  }

  private static func texts(
    _ value: JSONValue, _ path: String, _ name: String?
  ) throws -> [String] {
    let place = name.map { "\(path): \($0)" } ?? path
    if let text = value.stringValue, name != nil { return [text] }
    let texts = value.arrayValue?.compactMap(\.stringValue) ?? []
    guard !texts.isEmpty, texts.count == value.arrayValue?.count else {
      throw JudgeFailure(.invalid, "\(place): must be a list of texts, each a guideline")
    }
    return texts
  }
}
