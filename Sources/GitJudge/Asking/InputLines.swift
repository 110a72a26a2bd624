import Dispatch
import Foundation
import Glibc
import JudgeInterchange
import JudgeWork

/// The lines of a file or a pipe as documents, each as soon as it is complete.
struct InputLines {
  private let file: FileHandle
  private let path: String
  private var splitter = DocumentSplitter.lines()
  private var hasBegun = false
  private var hasEnded = false

  /// Opens a file; `-` for standard input.
  init(_ path: String) throws {
    file = try LocalFile.openForReading(path)
    self.path = path
  }

  /// Waits for more lines.
  ///
  /// - Returns: the lines that are complete now, which can be none; `nil` at the end of the input.
  mutating func next() async throws -> [DocumentSplitter.Document]? {
    guard !hasEnded else { return nil }
    let (descriptor, piece) = (file.fileDescriptor, Self.pieceSize)
    // A dedicated thread waits, so that the thread pool is not blocked.
    let (bytes, failure) = await withCheckedContinuation {
      (continuation: CheckedContinuation<([UInt8], Int32), Never>) in
      DispatchQueue.global().async {
        var bytes = [UInt8](repeating: 0, count: piece)
        var count = read(descriptor, &bytes, piece)
        while count < 0, errno == EINTR { count = read(descriptor, &bytes, piece) }
        let failure = count < 0 ? errno : 0
        continuation.resume(returning: (Array(bytes.prefix(max(0, count))), failure))
      }
    }
    guard failure == 0 else {
      throw JudgeFailure(.invalid, "\(path): \(String(cString: strerror(failure)))")
    }
    guard !bytes.isEmpty else {
      hasEnded = true
      return splitter.finish()
    }
    let isMarked = !hasBegun && bytes.starts(with: [0xef, 0xbb, 0xbf])
    hasBegun = true
    return splitter.feed(isMarked ? Array(bytes.dropFirst(3)) : bytes)
  }

  private static let pieceSize = 1 << 16
}
