import JudgeJSON

/// Values under text keys, where two keys are one only if their UTF-8 bytes are.
///
/// `Dictionary<String, …>` holds canonically equivalent keys (`é` composed and decomposed) as one,
/// and keeps the spelling that came first. Ids and tag keys are bytes, and nothing may depend on
/// the order of arrival.
public struct TextMap<Value>: Sequence {
  private var storage: [TextKey: Value] = [:]

  /// A map without entries.
  public init() {}

  /// The number of entries.
  public var count: Int { storage.count }

  /// Whether there is no entry.
  public var isEmpty: Bool { storage.isEmpty }

  /// The keys, in order of their bytes.
  public var keys: [String] { storage.keys.sorted().map(\.text) }

  /// The values, in order of their keys.
  public var values: [Value] { map(\.value) }

  /// The value under a key; setting `nil` removes it.
  public subscript(key: String) -> Value? {
    get { storage[TextKey(text: key)] }
    set { storage[TextKey(text: key)] = newValue }
  }

  /// The value under a key.
  ///
  /// If there is none, the default.
  public subscript(key: String, default value: @autoclosure () -> Value) -> Value {
    get { storage[TextKey(text: key), default: value()] }
    set { storage[TextKey(text: key)] = newValue }
    _modify { yield &storage[TextKey(text: key), default: value()] }
  }

  /// The entries, in order of the bytes of their keys.
  public func makeIterator() -> some IteratorProtocol<(key: String, value: Value)> {
    storage.sorted { $0.key < $1.key }.lazy.map { (key: $0.key.text, value: $0.value) }
      .makeIterator()
  }

  /// A map with the same keys.
  ///
  /// - Parameter transform: makes the new value of an old one.
  /// - Returns: the new values under the old keys.
  public func mapValues<Other>(_ transform: (Value) -> Other) -> TextMap<Other> {
    compactMapValues(transform)
  }

  /// A map without the keys for which there is no new value.
  ///
  /// - Parameter transform: makes the new value of an old one, or `nil`.
  /// - Returns: the new values under the old keys.
  public func compactMapValues<Other>(_ transform: (Value) -> Other?) -> TextMap<Other> {
    var result = TextMap<Other>()
    for (key, value) in storage { result.storage[key] = transform(value) }
    return result
  }
}

extension TextMap: Sendable where Value: Sendable {}
extension TextMap: Equatable where Value: Equatable {}

/// A text that is equal to another only if the bytes are.
private struct TextKey: Hashable, Comparable, Sendable {
  let text: String

  static func == (left: TextKey, right: TextKey) -> Bool { Bytewise.equal(left.text, right.text) }

  static func < (left: TextKey, right: TextKey) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) { Bytewise.hash(text, into: &hasher) }
}
