extension JSONObject {
  /// The keys in sorted order.
  public var keys: [String] { members.map(\.key) }

  /// The values in the order of their keys.
  public var values: [JSONValue] { members.map(\.value) }

  /// The value under a key, `nil` if there is none; setting `nil` removes the member.
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

  /// The members of both objects.
  ///
  /// If a key is in both, the other object's value wins.
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

  /// Where a key is, or where it would be inserted.
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
