package import JudgeJSON

/// The runs of three words in a case, to find cases that are nearly the same.
///
/// Letters are converted to lower case; punctuation and white space do not count. Inputs and
/// outputs are read as one text.
package struct Shingles: Sendable, Hashable {
  /// The minimum number of words; shorter answers are naturally similar.
  package static let fewestWords = 10
  /// The similarity from which two cases are nearly the same.
  package static let threshold = 0.7
  /// The maximum number of words that are read.
  private static let longest = 2_000
  /// The number of rows in a band of the signature; cases that share a band are compared.
  private static let rows = 3
  /// The number of bands: at the threshold, 20 bands of 3 rows miss one pair in 4,000.
  private static let bands = 20

  /// The hashes of the runs, ascending, each once.
  package let hashes: [UInt64]

  /// Computes the runs of a case.
  ///
  /// The result is `nil` if there are too few words.
  ///
  /// - Parameters:
  ///   - inputs: the inputs.
  ///   - outputs: the outputs.
  package init?(inputs: JSONValue, outputs: JSONValue) {
    var words: [UInt64] = []
    for text in CaseText.leaves(of: inputs) + CaseText.leaves(of: outputs) {
      words += WordHashes.read(text, limit: Self.longest - words.count)
    }
    guard words.count >= Self.fewestWords else { return nil }
    hashes = Set(
      words.indices.dropLast(2).map { place in
        Self.mix(Self.mix(Self.mix(words[place]) &+ words[place + 1]) &+ words[place + 2])
      }
    ).sorted()
  }

  /// Returns a well-mixed value, by the finalizer of SplitMix64.
  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Returns the number of runs in both cases divided by the number in either (Jaccard).
  package func similarity(to other: Shingles) -> Double {
    var (left, right, shared) = (0, 0, 0)
    while left < hashes.count, right < other.hashes.count {
      if hashes[left] == other.hashes[right] {
        shared += 1
        left += 1
        right += 1
      } else if hashes[left] < other.hashes[right] {
        left += 1
      } else {
        right += 1
      }
    }
    let all = hashes.count + other.hashes.count - shared
    return all == 0 ? 0 : Double(shared) / Double(all)
  }

  /// One number per band of the MinHash signature (Broder, 1997): similar cases share one.
  private var bandHashes: [UInt64] {
    (0..<Self.bands).map { band in
      (0..<Self.rows).reduce(UInt64(band)) { sum, row in
        let seed = Self.mix(UInt64(band * Self.rows + row + 1))
        var least = UInt64.max
        var place = 0
        while place < hashes.count {
          let value = (hashes[place] ^ seed) &* 0x9E37_79B9_7F4A_7C15
          let mixed = value ^ (value >> 32)
          if mixed < least { least = mixed }
          place += 1
        }
        return Self.mix(sum ^ least)
      }
    }
  }

  /// Returns the cases that are nearly the same as at least one of the others.
  ///
  /// - Parameters:
  ///   - cases: the cases to check; `nil` for those with too few words.
  ///   - others: the cases to compare with.
  /// - Returns: the indices in `cases`, ascending.
  package static func nearDuplicates(among cases: [Shingles?], of others: [Shingles?]) -> [Int] {
    var known: [UInt64: [Int]] = [:]
    for (place, other) in others.enumerated() {
      for band in other?.bandHashes ?? [] { known[band, default: []].append(place) }
    }
    guard !known.isEmpty else { return [] }
    return cases.indices.filter { place in
      guard let one = cases[place] else { return false }
      var seen: Set<Int> = []
      return one.bandHashes.contains { band in
        (known[band] ?? []).contains { other in
          seen.insert(other).inserted
            && others[other].map { one.similarity(to: $0) >= threshold } ?? false
        }
      }
    }
  }
}
