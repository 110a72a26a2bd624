/// The members of a JSON object, sorted and unique.
///
/// They are sorted by the UTF-16 code units of the key (RFC 8785 section 3.2.3), regardless of the
/// order in which they were given. Keys are equal only if their UTF-8 bytes are.
public struct JSONObject: Sendable {
  /// One member of an object.
  public struct Member: Sendable {
    /// The name, unique by its bytes within the object.
    public let key: String

    /// The value of the member.
    public var value: JSONValue

    /// Creates a member.
    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The members, strictly ascending by ``KeyOrder``.
  var members: [Member]

  /// Creates an object without members.
  public init() {
    members = []
  }

  /// Creates an object of members; of two equal keys, the later one wins.
  public init(_ pairs: some Sequence<(String, JSONValue)>) {
    self.init(lastWins: pairs.map { Member(key: $0.0, value: $0.1) })
  }

  /// Creates an object from the entries of a dictionary.
  ///
  /// A `Dictionary` treats canonically equivalent keys as equal; use pairs if that matters.
  public init(_ dictionary: [String: JSONValue]) {
    self.init(lastWins: dictionary.map { Member(key: $0.key, value: $0.value) })
  }

  /// Creates an object from members that are already strictly ascending.
  init(sorted members: [Member]) {
    self.members = members
  }

  private init(lastWins unsorted: [Member]) {
    // Swift's sort is stable, so the last of several equal keys is the one given last.
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
  /// Creates an object of members; of two equal keys, the later one wins.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements)
  }
}

extension JSONObject: RandomAccessCollection {
  /// The position of the first member.
  public var startIndex: Int { 0 }

  /// The position after the last member.
  public var endIndex: Int { members.count }

  /// The member at a position in sorted order.
  public subscript(position: Int) -> Member { members[position] }
}

extension JSONObject: Hashable {
  /// Returns whether both objects have the same canonical bytes.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members == right.members
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(members)
  }
}

extension JSONObject.Member: Hashable {
  /// Returns whether the keys have the same bytes and the values are equal.
  public static func == (left: Self, right: Self) -> Bool {
    Bytewise.equal(left.key, right.key) && left.value == right.value
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    Bytewise.hash(key, into: &hasher)
    hasher.combine(value)
  }
}

extension JSONObject {
  /// The keys in sorted order.
  public var keys: [String] { members.map(\.key) }

  /// The values in the order of their keys.
  public var values: [JSONValue] { members.map(\.value) }

  /// The value of a key, or `nil` if there is no such member; setting `nil` removes the member.
  ///
  /// To store a JSON null, set `JSONValue.null`.
  public subscript(key: String) -> JSONValue? {
    get {
      let (index, found) = place(of: key)
      return found ? members[index].value : nil
    }
    set {
      let (index, found) = place(of: key)
      switch (newValue, found) {
      case (let value?, true): members[index].value = value
      case (let value?, false): members.insert(Member(key: key, value: value), at: index)
      case (nil, true): members.remove(at: index)
      case (nil, false): break
      }
    }
  }

  /// Returns an object with the members of both objects.
  ///
  /// If both contain a key, the other object's value wins.
  public func merging(_ other: JSONObject) -> JSONObject {
    var result: [Member] = []
    result.reserveCapacity(members.count + other.members.count)
    var (mine, theirs) = (members[...], other.members[...])
    while let left = mine.first, let right = theirs.first {
      let order = KeyOrder.compare(left.key, right.key)
      result.append(order < 0 ? left : right)
      if order <= 0 { mine.removeFirst() }
      if order >= 0 { theirs.removeFirst() }
    }
    result.append(contentsOf: mine)
    result.append(contentsOf: theirs)
    return JSONObject(sorted: result)
  }

  /// Returns the position of a key, or the position at which it would be inserted.
  private func place(of key: String) -> (index: Int, found: Bool) {
    var low = 0
    var high = members.count
    while low < high {
      let middle = (low + high) / 2
      let order = KeyOrder.compare(members[middle].key, key)
      if order == 0 { return (middle, true) }
      if order < 0 { low = middle + 1 } else { high = middle }
    }
    return (low, false)
  }
}
