/// A file of the branch that is not a record: a README, a workflow, a payload `blobs/<sha256>`.
public struct StoreFile: Hashable, Sendable {
  /// The path from the root of the tree, parts split at `/`.
  public let path: String
  /// The content.
  public let bytes: [UInt8]

  /// A file; one that is there already is replaced, except under `blobs/`.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}
