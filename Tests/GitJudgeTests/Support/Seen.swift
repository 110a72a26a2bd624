import Synchronization

/// What a progress callback was told last.
final class Seen: Sendable {
  private let values = Mutex<[Int]>([])

  func add(_ done: Int, _ total: Int) {
    values.withLock { $0 = [done, total] }
  }

  var last: [Int] { values.withLock { $0 } }
}
