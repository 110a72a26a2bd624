import JudgeJSON

/// A map with text keys that are equal only if their UTF-8 bytes are equal.
///
/// `Dictionary<String, …>` treats canonically equivalent keys (`é` composed and decomposed) as one
/// key and keeps the spelling that came first. Ids and tag keys are compared by bytes, and results
/// must not depend on the order of arrival.
public struct TextMap<Value>: Sequence {
  private var storage: [TextKey: Value] = [:]

  /// A map without entries.
  public init() {}

  /// The number of entries.
  public var count: Int { storage.count }

  /// Whether the map is empty.
  public var isEmpty: Bool { storage.isEmpty }

  /// The keys, in order of their bytes.
  public var keys: [String] { storage.keys.sorted().map(\.text) }

  /// The values, in order of their keys.
  public var values: [Value] { map(\.value) }

  /// The value of a key; setting `nil` removes the entry.
  public subscript(key: String) -> Value? {
    get { storage[TextKey(text: key)] }
    set { storage[TextKey(text: key)] = newValue }
  }

  /// The value of a key, or the default if the map does not contain the key.
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

  /// Returns a map with the same keys and transformed values.
  ///
  /// - Parameter transform: makes the new value of an old one.
  /// - Returns: the new values under the old keys.
  public func mapValues<Other>(_ transform: (Value) -> Other) -> TextMap<Other> {
    compactMapValues(transform)
  }

  /// Returns a map with transformed values, without the keys whose new value is `nil`.
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

/// A text that is equal to another only if their bytes are equal.
private struct TextKey: Hashable, Comparable, Sendable {
  let text: String

  static func == (left: TextKey, right: TextKey) -> Bool { Bytewise.equal(left.text, right.text) }

  static func < (left: TextKey, right: TextKey) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) { Bytewise.hash(text, into: &hasher) }
}
