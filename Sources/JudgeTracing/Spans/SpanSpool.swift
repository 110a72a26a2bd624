import Foundation
public import JudgeJSON
import Synchronization

/// The files of finished spans: one file per trace and a line per span, so that a crash loses none
/// of the finished ones.
///
/// The process that writes a file locks it. Files without a writing process are collected.
public final class SpanSpool: Sendable {
  /// The folder of the files.
  public let folder: String
  private let handles = Mutex<[String: FileHandle]>([:])

  /// Creates a spool in a folder, which is created with the first span.
  public init(folder: String) { self.folder = folder }

  /// Stores a finished span.
  ///
  /// - Parameter span: the span.
  public func add(_ span: FinishedSpan) {
    let line = span.json.canonicalBytes() + [0x0a]
    handles.withLock { handles in
      guard let handle = handle(span.ids.traceID, &handles) else { return }
      // A span that cannot be kept must not end the program that is traced.
      try? handle.write(contentsOf: Data(line))
    }
  }

  /// Releases a trace's file, so that it can be collected.
  ///
  /// - Parameter traceID: the trace id, 32 hexadecimal digits.
  public func close(_ traceID: String) {
    handles.withLock { handles in
      guard let handle = handles.removeValue(forKey: traceID) else { return }
      // A process that is being started may still have the file open; this releases the lock for
      // all.
      _ = flock(handle.fileDescriptor, LOCK_UN)
      try? handle.close()
    }
  }

  private func handle(_ traceID: String, _ handles: inout [String: FileHandle]) -> FileHandle? {
    if let known = handles[traceID] { return known }
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    let path = "\(folder)/\(traceID).jsonl"
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    handles[traceID] = handle
    return handle
  }

  /// A trace in a file without a writing process.
  public struct Leftover: Sendable {
    /// The path of the file.
    public let path: String
    /// The spans in the file, in the order in which they ended.
    public let spans: [JSONObject]
  }

  /// Returns the traces whose files have no writing process.
  ///
  /// A line that a crash cut short is left out.
  ///
  /// - Returns: the traces, sorted by file name.
  public func leftovers() -> [Leftover] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().filter { $0.hasSuffix(".jsonl") }.compactMap { name in
      let path = "\(folder)/\(name)"
      let descriptor = open(path, O_RDWR | O_CLOEXEC)
      guard descriptor >= 0 else { return nil }
      let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return nil }
      let bytes = (try? handle.readToEnd()) ?? Data()
      let spans = bytes.split(separator: 0x0a).compactMap {
        (try? JSONValue(parsing: Array($0)))?.objectValue
      }
      return Leftover(path: path, spans: spans)
    }
  }

  /// Removes the files of traces that must not be shown, including those that a process is still
  /// writing.
  ///
  /// - Parameter ids: the ids of the traces, `tr-` and the trace id.
  package func forget(_ ids: Set<String>) {
    for id in ids where id.hasPrefix("tr-") && id.dropFirst(3).allSatisfy(\.isHexDigit) {
      try? FileManager.default.removeItem(atPath: "\(folder)/\(id.dropFirst(3)).jsonl")
    }
  }

  /// Removes the file of a trace that is in the store.
  public func remove(_ leftover: Leftover) {
    try? FileManager.default.removeItem(atPath: leftover.path)
  }
}
