import FoundationEssentials
import Glibc
import JudgeJSON

extension CallCache {
  /// What a cache holds.
  public struct Listing: Hashable, Sendable {
    /// How many answers.
    public var count = 0
    /// How many bytes.
    public var bytes = 0
    /// How many answers by model URI.
    public var models: [String: Int] = [:]
    /// Entries that are not what their name says, by path.
    public var damaged: [String] = []
  }

  /// Looks at every entry: whether its name is the hash of its request, and what it holds.
  ///
  /// - Returns: counts, and the entries that are damaged.
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

  /// Forgets answers.
  ///
  /// - Parameter model: those of one model URI; `nil` for all, damaged ones too.
  /// - Returns: how many were there.
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

  /// Forgets answers, and vectors, whose request or answer holds one of some texts.
  ///
  /// - Parameter texts: the texts, as they are or as a JSON string holds them.
  /// - Returns: how many were there.
  @discardableResult
  public func forget(holding texts: [String]) -> Int {
    guard !texts.isEmpty else { return 0 }
    // An entry holds its texts as JSON strings; a prompt may hold them as JSON within that.
    let needles = NeedleSet(
      Set(
        texts.flatMap { text -> [String] in
          let once = JSONValue.string(text).canonicalText.dropFirst().dropLast()
          let twice = JSONValue.string(String(once)).canonicalText.dropFirst().dropLast()
          return [String(once), String(twice)]
        }
      ).map { Array($0.utf8) })
    var count = 0
    // Partial files of a killed process contain texts too.
    for file in files(ending: "") {
      guard let data = FileManager.default.contents(atPath: file),
        needles.isIn([UInt8](data))
      else { continue }
      if (try? FileManager.default.removeItem(atPath: file)) != nil { count += 1 }
    }
    return count
  }

  /// The paths of all entries whose names end so, sorted.
  func files(ending: String = ".json") -> [String] {
    let manager = FileManager.default
    let shards = (try? manager.contentsOfDirectory(atPath: folder)) ?? []
    return shards.sorted().flatMap { shard in
      ((try? manager.contentsOfDirectory(atPath: "\(folder)/\(shard)")) ?? []).sorted()
        .filter { $0.hasSuffix(ending) }.map { "\(folder)/\(shard)/\($0)" }
    }
  }
}
