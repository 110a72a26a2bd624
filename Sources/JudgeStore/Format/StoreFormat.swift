import JudgeGit
import JudgeJSON
import JudgeWork

/// The content of `format.json`, which is written once and never changes.
struct StoreFormat: Hashable, Sendable {
  static let path = "format.json"
  /// The format that this program reads and writes.
  static let current = 1

  let format: Int

  /// The bytes of a new store's `format.json`.
  static let bytes: [UInt8] = {
    let value: JSONValue = ["fanout": [1, 1, 1], "format": 1, "hash": "sha256"]
    return value.canonicalBytes()
  }()

  /// The git object of these bytes.
  static let blob = ObjectID(ofBlob: bytes)

  /// Whether this program may write such a store.
  var isWritable: Bool { format == Self.current }

  /// The format that this program writes.
  static let own = StoreFormat(format: current)

  private init(format: Int) { self.format = format }

  /// Parses `format.json`; accepts white space and unknown members, but not other layouts.
  init(_ bytes: [UInt8]) throws(StoreError) {
    let remedy: Remedy = "restore format.json from an older commit of the branch"
    let value: JSONValue
    do { value = try JSONValue(parsing: bytes) } catch {
      throw StoreError(.damaged, "format.json is not JSON: \(error)", remedy: remedy)
    }
    guard let format = value["format"]?.intValue, format >= 1 else {
      throw StoreError(
        .damaged, "format.json has no whole number \"format\" from 1", remedy: remedy)
    }
    self.format = format
    guard format == Self.current else { return }
    guard value["hash"] == "sha256", value["fanout"] == [1, 1, 1] else {
      throw StoreError(
        .damaged, "format.json does not say hash sha256 and fanout [1,1,1]", remedy: remedy)
    }
  }

  /// The error for writing to a store of this format.
  var refusal: StoreError {
    StoreError(
      .newerFormat, "the store has format \(format), this program writes \(Self.current)",
      remedy: "install a newer git-judge; reading goes on working")
  }
}
