internal import CLibgit2

/// Looks for objects while another process packs the repository anew.
///
/// `git repack -d` puts a new pack in place and then deletes the packs whose objects it took over.
/// libgit2 lists the packs again if it does not find an object, but it opens a pack only when it
/// searches it. If it lists the packs just before the new one comes, and opens the old ones after git
/// has deleted them, it finds the object in neither. So a miss counts only if the folder of packs did
/// not change between the list and the search.
///
/// A miss costs a second look. It waits only if the folder changed within the last clock tick.
struct ObjectLookup {
  /// The most looks after a miss, while the folder keeps changing.
  private static let attempts = 10
  /// The seconds by which the folder's time may be behind: file systems count in clock ticks.
  private static let tick = 0.02

  private let commonDirectory: String

  init(_ repository: borrowing Repository) { commonDirectory = repository.commonDirectory }

  /// Looks until an object is found or certainly missing.
  ///
  /// - Parameter look: The look. It lists the packs again before it returns `GIT_ENOTFOUND`.
  /// - Returns: The status of the last look.
  func callAsFunction(_ look: () -> Int32) -> Int32 {
    var status = look()
    guard status == GIT_ENOTFOUND.rawValue else { return status }
    let folder = commonDirectory + "/objects/pack"
    for _ in 0..<Self.attempts {
      let before = Self.lastChange(of: folder)
      // A later change within the same tick would leave the folder's time as it is.
      if let before, abs(Self.now() - before) < Self.tick { usleep(UInt32(Self.tick * 1_000_000)) }
      status = look()
      guard status == GIT_ENOTFOUND.rawValue, Self.lastChange(of: folder) != before else { break }
    }
    return status
  }

  /// The time, in seconds, at which a file last came into a folder or left it; nil if there is no
  /// folder.
  private static func lastChange(of folder: String) -> Double? {
    var facts = stat()
    guard stat(folder, &facts) == 0 else { return nil }
    return seconds(facts.st_mtim)
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return seconds(time)
  }

  private static func seconds(_ time: timespec) -> Double {
    Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
  }
}
