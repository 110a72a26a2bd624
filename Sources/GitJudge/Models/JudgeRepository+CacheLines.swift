import Foundation
public import JudgeJSON
import JudgeProviders

/// The result of importing answers into the call cache.
public struct CacheImport: Sendable {
  /// The number of new answers.
  public var imported = 0
  /// The number of answers that the cache already had.
  public var present = 0
  /// Lines without an answer.
  public var rejected: [ImportResult.Problem] = []

  /// The result as JSON with stable keys.
  public var json: JSONValue {
    [
      "imported": .number(Double(imported)), "present": .number(Double(present)),
      "rejected": .array(rejected.map(\.json)),
    ]
  }
}

extension JudgeRepository {
  /// Writes the answers of the call cache into a file, one per line.
  ///
  /// The file contains texts of traces, so a redaction reports it as an export.
  ///
  /// - Parameters:
  ///   - path: The file. An existing one is replaced as a whole.
  ///   - model: The URI of the model whose answers are written, or `nil` for all.
  /// - Returns: The number of answers.
  /// - Throws: `JudgeError` if the file cannot be written.
  public func exportCalls(to path: String, model: String? = nil) async throws -> Int {
    // To another name first: a half-written file would look complete.
    let aside = path + ".part"
    do {
      try exportList.add(path)
      try Data().write(to: URL(fileURLWithPath: aside))
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: aside))
      defer { try? file.close() }
      let count = try callCache.forEachLine(model: model) {
        try file.write(contentsOf: Data($0 + [0x0a]))
      }
      guard rename(aside, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
      return count
    } catch {
      unlink(aside)
      throw JudgeError(.invalid, "\(path) cannot be written")
    }
  }

  /// Reads the lines of `cache export` into the call cache.
  ///
  /// The file decides the answers of `--offline`: import it only from people whom you trust with the
  /// verdicts.
  ///
  /// - Parameter path: The file, or `-` for standard input.
  /// - Returns: The counts, and the lines without an answer.
  /// - Throws: `JudgeError` if the file cannot be read, a line is too long, or the cache cannot be
  ///   written.
  public func importCalls(from path: String) throws -> CacheImport {
    var result = CacheImport()
    var line: [UInt8] = []
    var number = 0
    let cache = callCache
    func take() throws {
      number += 1
      defer { line.removeAll(keepingCapacity: true) }
      guard line.contains(where: { ![0x20, 0x09, 0x0d].contains($0) }) else { return }
      do {
        if try cache.take(line: line) { result.imported += 1 } else { result.present += 1 }
      } catch {
        guard error == .notAnEntry else {
          throw JudgeError(.invalid, "\(cache.folder) cannot be written")
        }
        result.rejected.append(
          ImportResult.Problem(
            file: path, line: number,
            message: "this line is not an answer as `git judge cache export` writes it"))
      }
    }
    try Self.readPieces(path) { (piece) throws in
      var rest = piece[...]
      while let end = rest.firstIndex(of: 0x0a) {
        line += rest[..<end]
        try take()
        rest = rest[(end + 1)...]
      }
      line += rest
      guard line.count <= Self.longestLine else {
        throw JudgeError(
          .invalid, "\(path):\(number + 1): the line has more than \(Self.longestLine >> 20) MiB",
          hint: "check that this is a file of `git judge cache export`")
      }
      return true
    }
    if !line.isEmpty { try take() }
    return result
  }

  /// The largest line in bytes: an answer has at most 16 MiB, and a request is not much larger.
  private static let longestLine = 64 << 20
}
