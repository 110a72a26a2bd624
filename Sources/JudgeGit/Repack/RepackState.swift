/// What is written down before a repack starts, to tell afterwards which pack it made.
struct RepackState: Hashable, Sendable {
  /// Names of the packs that were there.
  var present: Set<String>
  /// How many loose objects there were: git packs those too.
  var looseObjects: Int

  init(present: Set<String>, looseObjects: Int) {
    self.present = present
    self.looseObjects = looseObjects
  }

  /// One number, then one name a line.
  var serialized: [UInt8] {
    Array(([String(looseObjects)] + present.sorted()).map { $0 + "\n" }.joined().utf8)
  }

  init?(_ bytes: [UInt8]) {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard let first = lines.first, let loose = Int(first) else { return nil }
    self.init(present: Set(lines.dropFirst().map(String.init)), looseObjects: loose)
  }

  /// The list of our packs after the repack: those still there, and the one that swallowed others.
  ///
  /// A pack is the repack's own if it is new, holds the sample object of a pack of ours that is
  /// gone, and no more objects than went into it. A `git gc` of everything at the same time fails
  /// the last test, and its pack stays foreign.
  ///
  /// - Parameters:
  ///   - listed: Our packs as listed.
  ///   - now: Names of the packs that are there now.
  ///   - inspect: For a pack's name, how many objects it has and which of the samples.
  /// - Returns: The new list.
  func reconciled(
    _ listed: [PackList.Entry], now: Set<String>,
    inspect: (String, [ObjectID]) -> (objects: Int, samples: [ObjectID])?
  ) -> [PackList.Entry] {
    let gone = listed.filter { !now.contains($0.name) }
    let room = gone.reduce(looseObjects) { $0 + $1.objects }
    var result = listed.filter { now.contains($0.name) }
    let known = present.union(listed.map(\.name))
    for name in now.subtracting(known).sorted() {
      guard let found = inspect(name, gone.map(\.sample)), let sample = found.samples.first,
        found.objects <= room
      else { continue }
      result.append(PackList.Entry(name: name, sample: sample, objects: found.objects))
    }
    return result
  }
}
