import FoundationEssentials
import Glibc
import JudgeJSON

extension CallCache {
  /// The contents of a cache.
  public struct Listing: Hashable, Sendable {
    /// The number of answers.
    public var count = 0
    /// The number of bytes.
    public var bytes = 0
    /// The number of answers by model URI.
    public var models: [String: Int] = [:]
    /// The paths of entries whose content does not match their name.
    public var damaged: [String] = []
  }

  /// Checks every entry: whether its name is the hash of its request, and its contents.
  ///
  /// - Returns: the counts, and the damaged entries.
  public func list() -> Listing {
    var listing = Listing()
    for file in files() {
      listing.count += 1
      guard let data = FileManager.default.contents(atPath: file) else {
        listing.damaged.append(file)
        continue
      }
      listing.bytes += data.count
      let entry = (try? JSONValue(parsing: Array(data)))?.objectValue
      guard let request = entry?["request"], let uri = request.objectValue?["uri"]?.stringValue,
        entry?["response"]?.objectValue?["text"]?.stringValue != nil,
        file.hasSuffix("/" + SHA256Digest.hash(request.canonicalBytes()).hex + ".json")
      else {
        listing.damaged.append(file)
        continue
      }
      listing.models[uri, default: 0] += 1
    }
    return listing
  }

  /// Removes answers.
  ///
  /// - Parameter model: the model URI whose answers are removed; `nil` removes all, including
  ///   damaged ones.
  /// - Returns: the number of removed answers.
  public func clear(model: String? = nil) -> Int {
    var count = 0
    for file in files() {
      if let model {
        let uri = Self.entry(at: file)?["request"]?.objectValue?["uri"]?.stringValue
        guard uri == model else { continue }
      }
      if (try? FileManager.default.removeItem(atPath: file)) != nil { count += 1 }
    }
    return count
  }

  /// The texts of an entry, decoded.
  public struct Texts: Hashable, Sendable {
    /// The messages of the request, in order.
    public var messages: [String] = []
    /// The text whose vector the entry holds, or `nil` for a chat.
    public var embedded: String?
    /// The answer, or `nil` if there is none.
    public var answer: String?
    /// The subjects of the request: ids of traces, and `content:` with the hash of a case.
    ///
    /// Entries of earlier versions have none.
    public var subjects: [String] = []

    /// Creates empty texts.
    public init() {}
  }

  /// A file of the cache.
  public enum Content: Hashable, Sendable {
    /// An entry.
    case entry(Texts)
    /// A partial entry, left by a killed process, or other bytes.
    case unreadable([UInt8])
  }

  /// Removes answers and vectors.
  ///
  /// - Parameter isHidden: whether to remove a file.
  /// - Returns: the number of removed files.
  @discardableResult
  public func forget(where isHidden: (Content) -> Bool) -> Int {
    var count = 0
    // Partial files of a killed process contain texts too.
    for file in files(ending: "") {
      guard let data = FileManager.default.contents(atPath: file),
        isHidden(Self.content([UInt8](data)))
      else { continue }
      if (try? FileManager.default.removeItem(atPath: file)) != nil { count += 1 }
    }
    return count
  }

  private static func content(_ bytes: [UInt8]) -> Content {
    guard let entry = (try? JSONValue(parsing: bytes))?.objectValue,
      let request = entry["request"]?.objectValue
    else { return .unreadable(bytes) }
    var texts = Texts()
    texts.messages = (request["messages"]?.arrayValue ?? []).compactMap {
      $0.objectValue?["content"]?.stringValue
    }
    texts.embedded = request["embedding"]?.stringValue
    texts.answer = entry["response"]?.objectValue?["text"]?.stringValue
    texts.subjects = subjects(entry)
    return .entry(texts)
  }

  /// Returns the paths of all entries with this end of the name, sorted.
  func files(ending: String = ".json") -> [String] {
    let manager = FileManager.default
    let shards = (try? manager.contentsOfDirectory(atPath: folder)) ?? []
    return shards.sorted().flatMap { shard in
      ((try? manager.contentsOfDirectory(atPath: "\(folder)/\(shard)")) ?? []).sorted()
        .filter { $0.hasSuffix(ending) }.map { "\(folder)/\(shard)/\($0)" }
    }
  }
}
