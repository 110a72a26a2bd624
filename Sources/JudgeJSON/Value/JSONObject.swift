/// The members of a JSON object, sorted and unique.
///
/// Order is by the UTF-16 code units of the key (RFC 8785 section 3.2.3), whatever order they were
/// given in. Keys are one only if their UTF-8 bytes are.
public struct JSONObject: Sendable {
  /// One member of an object.
  public struct Member: Sendable {
    /// The name, unique by its bytes within the object.
    public let key: String

    /// The value under the name.
    public var value: JSONValue

    /// A member.
    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// Strictly ascending by ``KeyOrder``.
  var members: [Member]

  /// An object without members.
  public init() {
    members = []
  }

  /// An object of these members; of two equal keys the later one wins.
  public init(_ pairs: some Sequence<(String, JSONValue)>) {
    self.init(lastWins: pairs.map { Member(key: $0.0, value: $0.1) })
  }

  /// An object of the entries of a dictionary.
  ///
  /// A `Dictionary` holds canonically equivalent keys as one; build from pairs if that matters.
  public init(_ dictionary: [String: JSONValue]) {
    self.init(lastWins: dictionary.map { Member(key: $0.key, value: $0.value) })
  }

  /// Takes members that are already strictly ascending.
  init(sorted members: [Member]) {
    self.members = members
  }

  private init(lastWins unsorted: [Member]) {
    // Swift's sort is stable, so the last of a run of equal keys is the one given last.
    var result: [Member] = []
    result.reserveCapacity(unsorted.count)
    for member in unsorted.sorted(by: { KeyOrder.precedes($0.key, $1.key) }) {
      if let last = result.last, Bytewise.equal(last.key, member.key) {
        result[result.count - 1] = member
      } else {
        result.append(member)
      }
    }
    members = result
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object of these members; of two equal keys the later one wins.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements)
  }
}
