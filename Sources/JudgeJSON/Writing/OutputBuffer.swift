/// A growing byte buffer for the writers.
///
/// `Array.append` checks uniqueness and capacity for every byte and every run, which took half of a
/// writer's time. This buffer has only one owner by its type, and checks the capacity once per
/// piece.
@safe struct OutputBuffer: ~Copyable {
  // `base` is the start of `capacity` bytes, owned here, of which the first `count` are set.
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  /// Creates an empty buffer with a capacity in bytes.
  init(capacity: Int) {
    self.capacity = max(capacity, 64)
    unsafe base = .allocate(capacity: self.capacity)
  }

  deinit {
    unsafe base.deallocate()
  }

  /// Adds a byte.
  mutating func append(_ byte: UInt8) {
    reserve(1)
    unsafe base[count] = byte
    count &+= 1
  }

  /// Adds a byte repeatedly.
  mutating func append(_ byte: UInt8, repeated times: Int) {
    guard times > 0 else { return }
    reserve(times)
    unsafe (base + count).initialize(repeating: byte, count: times)
    count &+= times
  }

  /// Adds bytes.
  mutating func append(_ bytes: Span<UInt8>) {
    reserve(bytes.count)
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      unsafe (base + count).initialize(from: start, count: source.count)
    }
    count &+= bytes.count
  }

  /// Adds the bytes of a literal.
  mutating func append(_ text: StaticString) {
    reserve(text.utf8CodeUnitCount)
    unsafe (base + count).initialize(from: text.utf8Start, count: text.utf8CodeUnitCount)
    count &+= text.utf8CodeUnitCount
  }

  /// Returns the bytes so far.
  func array() -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: base, count: count))
  }

  /// Returns the bytes so far as text.
  func text() -> String {
    unsafe String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self)
  }

  /// Returns whether the bytes so far equal the given bytes.
  func holds(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count == count else { return false }
    for index in 0..<count where unsafe base[index] != bytes[index] { return false }
    return true
  }

  /// Makes room for `more` bytes after `count`.
  private mutating func reserve(_ more: Int) {
    if capacity &- count < more { grow(more) }
  }

  @inline(never)
  private mutating func grow(_ more: Int) {
    capacity = max(capacity * 2, count + more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    unsafe larger.moveInitialize(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = larger
  }
}
