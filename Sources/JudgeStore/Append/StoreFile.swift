/// A file of the branch that is not a record: a README, a workflow, a payload `blobs/<sha256>`.
public struct StoreFile: Hashable, Sendable {
  /// The path from the root of the tree, with parts separated by `/`.
  public let path: String
  /// The content.
  public let bytes: [UInt8]

  /// Creates a file; it replaces an existing one, except under `blobs/`.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}
