import Foundation
import Synchronization

/// Worlds that several tests begin with: each is made once in a test run, and every test gets a
/// copy of its own.
///
/// To set up a store takes many starts of the program; a copy takes none.
enum Template {
  /// One of them; the first test makes it, and the others wait.
  private final class Slot: Sendable {
    let made = Mutex<World?>(nil)
  }

  private static let slots = Mutex<[String: Slot]>([:])

  /// Copies a world.
  ///
  /// - Parameters:
  ///   - variant: distinguishes the worlds that one call makes.
  ///   - file: the file of the call, which with the line and the variant names the world.
  ///   - line: the line of the call.
  ///   - make: sets up a new world of Ann's. Nothing that it starts may go on after it.
  /// - Returns: a copy for this test alone.
  /// - Throws: what `make` throws; then the next test tries again.
  static func world(
    _ variant: String = "", file: String = #fileID, line: Int = #line,
    make: (World) throws -> Void
  ) throws -> World {
    let slot = slots.withLock { slots in
      let key = "\(file):\(line) \(variant)"
      let slot = slots[key] ?? Slot()
      slots[key] = slot
      return slot
    }
    let original = try slot.made.withLock { made in
      if let made { return made }
      let world = try World()
      try make(world)
      made = world
      return world
    }
    return try World(copying: original)
  }

  /// Copies a world with one repository in it.
  ///
  /// - Parameters:
  ///   - variant: as for ``world(_:file:line:make:)``.
  ///   - name: the folder of the repository.
  ///   - file: as for ``world(_:file:line:make:)``.
  ///   - line: as for ``world(_:file:line:make:)``.
  ///   - make: sets up the repository in a new world of Ann's.
  /// - Returns: the repository in a copy for this test alone.
  /// - Throws: what `make` throws.
  static func repository(
    _ variant: String = "", _ name: String = "reviews", file: String = #fileID,
    line: Int = #line, make: (World) throws -> Void
  ) throws -> Repository {
    try world(variant, file: file, line: line, make: make).repository(name)
  }
}
