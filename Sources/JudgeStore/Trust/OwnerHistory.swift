import JudgeRecords

/// Who was an owner at each commit of a history, by the changes of the list of owners.
///
/// A pure value over the graph of commits. What somebody commits is judged by the owners at that
/// commit, so that naming other owners later changes nothing about it.
struct OwnerHistory: Sendable {
  /// A commit that writes the list of owners and can be held to its author's word.
  struct Change: Sendable {
    /// The place of the commit.
    let commit: Int
    /// The e-mail address of its author.
    let author: Address
    /// Whom it lists; nobody stands for the owners before the first change.
    let list: Set<Address>
    /// The people that its parent lists; empty as for ``list``.
    var parent: Set<Address> = []
    /// Whether the commit is a pinned root: a root that lists owners is its own author's word.
    var isRoot = false
  }

  /// A change of the list of owners by somebody who may.
  struct Event: Sendable {
    /// The place of the commit.
    let commit: Int
    /// The e-mail address of its author.
    let author: Address
    let added: Set<Address>
    let removed: Set<Address>
    /// Whom it would add even if it is late.
    let named: Set<Address>

    init(
      commit: Int, author: Address, added: Set<Address>, removed: Set<Address>, isLate: Bool = false
    ) {
      self.commit = commit
      self.author = author
      self.added = isLate ? [] : added
      self.removed = removed
      named = added
    }
  }

  /// What an owner's act at a commit is good for.
  struct Standing: Sendable {
    /// Whether the author of each commit was an owner before it.
    var was: [Bool]
    /// Whether, in addition, the author still is an owner, or whoever took the ownership away had
    /// the commit in their history: a former owner cannot write into the past.
    var acts: [Bool]
  }

  /// The owners before the first change.
  let initial: Set<Address>
  /// Whether these are the owners at all commits: the history does not say more.
  let isConstant: Bool
  private(set) var events: [Event] = []
  /// The places of changes that name nobody: their authors were no owners, or the ownership was
  /// taken from them beside the change.
  private(set) var refused: Set<Int> = []
  private let graph: CommitGraph

  init(initial: Set<Address>, graph: CommitGraph, isConstant: Bool = false) {
    self.initial = initial
    self.graph = graph
    self.isConstant = isConstant
  }

  /// Folds changes of the list.
  ///
  /// A change counts if its author was an owner by the changes that it builds on. It speaks only
  /// for the people whom it adds to the file or removes from it, because the parent's file may list
  /// people that no owner has named. If another change that is not in its history, and has it not
  /// in its own, took the ownership from its author, it names nobody: a former owner could name
  /// others in the past. Of two people who remove each other so, neither is an owner any more.
  ///
  /// - Parameters:
  ///   - changes: the changes, in any order.
  ///   - initial: the owners before the first change.
  ///   - graph: the commits.
  ///   - trustsLate: whether such changes name people nevertheless.
  init(
    _ changes: [Change], initial: Set<Address>, graph: CommitGraph, trustsLate: Bool = false
  ) {
    self.init(initial: initial, graph: graph)
    let sorted = changes.sorted {
      (graph.generation(of: $0.commit), $0.commit) < (graph.generation(of: $1.commit), $1.commit)
    }
    if trustsLate {
      fold(sorted, late: [])
      return
    }
    // A change is late by others, and these may be late themselves. So the set is closed in from
    // both sides; what stays open counts as late.
    var narrow: Set<Int> = []
    var wide: Set<Int> = []
    for _ in 0...sorted.count {
      fold(sorted, late: narrow)
      wide = lateChanges()
      fold(sorted, late: wide)
      let next = lateChanges()
      if next == narrow { break }
      narrow = next
    }
    refused.formUnion(wide)
  }

  private mutating func fold(_ changes: [Change], late: Set<Int>) {
    events = []
    refused = []
    for change in changes {
      let before = inForce(before: change.commit)
      guard before.contains(change.author) || change.isRoot else {
        refused.insert(change.commit)
        continue
      }
      let list = change.list.isEmpty ? initial : change.list
      let parent = change.parent.isEmpty ? initial : change.parent
      add(
        Event(
          commit: change.commit, author: change.author,
          added: list.subtracting(parent).subtracting(before),
          removed: before.intersection(parent).subtracting(list),
          isLate: late.contains(change.commit)))
    }
  }

  /// The changes by people from whom a change beside theirs took the ownership for good.
  private func lateChanges() -> Set<Int> {
    var found: Set<Int> = []
    for (index, removal) in events.enumerated() {
      for event in events where removal.removed.contains(event.author) {
        guard isLast(index, on: event.author, among: Array(events.indices)),
          !graph.isAncestor(removal.commit, of: event.commit),
          !graph.isAncestor(event.commit, of: removal.commit)
        else { continue }
        found.insert(event.commit)
      }
    }
    return found
  }

  mutating func add(_ event: Event) { events.append(event) }

  /// The owners after all changes.
  var now: Set<Address> { inForce(Array(events.indices)) }

  /// The owners by the changes that a commit builds on.
  func inForce(before place: Int) -> Set<Address> {
    if isConstant { return initial }
    return inForce(
      events.indices.filter {
        events[$0].commit != place && graph.isAncestor(events[$0].commit, of: place)
      })
  }

  /// The owners by the changes that a commit builds on and its own.
  func inForce(after place: Int) -> Set<Address> {
    if isConstant { return initial }
    return inForce(
      events.indices.filter {
        events[$0].commit == place || graph.isAncestor(events[$0].commit, of: place)
      })
  }

  /// A text that differs wherever the changes differ.
  ///
  /// - Parameter name: the name of the commit at a place, which does not depend on the place.
  /// - Returns: the text.
  func key(_ name: (Int) -> String) -> String {
    func text(_ people: Set<Address>) -> String {
      people.sorted().map(\.text).joined(separator: " ")
    }
    return
      ([text(initial)]
      + events.map { event in
        "\(name(event.commit)) +\(text(event.added)) -\(text(event.removed))"
      }.sorted()).joined(separator: "\n")
  }

  /// Those who named one of some people, or named somebody who did, and so on: whoever trusts these
  /// people trusts where they have it from.
  func predecessors(of people: Set<Address>) -> Set<Address> {
    var found = people
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for event in events where !found.contains(event.author) {
        guard !event.named.isDisjoint(with: found) else { continue }
        found.insert(event.author)
        isGrowing = true
      }
    }
    return found
  }

  /// The standing of the author of each commit.
  ///
  /// - Parameters:
  ///   - authors: by place, the author's e-mail address.
  ///   - pinned: the owners that git's configuration pins; `nil` for none.
  ///   - person: the address that stands for the person who has an address.
  /// - Returns: the standing, by place.
  func standing(
    of authors: [Address], pinned: [Address]?, person: (Address) -> Address
  ) -> Standing {
    let sets = eventSets(authors.count)
    let before = sets.distinct.map { set in Set(inForce(set).map(person)) }
    let current = Set(now.map(person))
    let pins = pinned.map { Set($0.map(person)) }
    let trusted = pinned.map { Set(predecessors(of: Set($0)).map(person)) }
    let seen = ancestorsOfRemovals(person)
    var standing = Standing(
      was: [Bool](repeating: false, count: authors.count),
      acts: [Bool](repeating: false, count: authors.count))
    for place in authors.indices {
      let author = person(authors[place])
      let wasNamed = before[sets.places[place]].contains(author)
      if pins?.contains(author) == true {
        // The pin decides alone about people whom the history does not name.
        let was = isConstant || !current.contains(author) || wasNamed
        (standing.was[place], standing.acts[place]) = (was, was)
        continue
      }
      guard wasNamed, trusted?.contains(author) != false else { continue }
      standing.was[place] = true
      let isOwner = pins == nil && current.contains(author)
      standing.acts[place] =
        isOwner || (!current.contains(author) && seen[author]?[place] != false)
    }
    return standing
  }

  /// By person who lost the ownership for good, the commits that each such change builds on.
  private func ancestorsOfRemovals(_ person: (Address) -> Address) -> [Address: [Bool]] {
    var found: [Address: [Bool]] = [:]
    for event in events where !event.removed.isEmpty {
      // Somebody whom the list names under another address has lost nothing.
      let left = inForce(before: event.commit).subtracting(event.removed).union(event.added)
      let removed = Set(event.removed.map(person)).subtracting(left.map(person)).filter { lost in
        !events.contains { other in
          other.commit != event.commit && other.added.contains { person($0) == lost }
            && graph.isAncestor(event.commit, of: other.commit)
        }
      }
      guard !removed.isEmpty else { continue }
      let ancestors = graph.ancestors(of: [event.commit])
      for lost in removed {
        found[lost] = found[lost].map { zip($0, ancestors).map { $0 && $1 } } ?? ancestors
      }
    }
    return found
  }

  /// Which changes each commit builds on: distinct sets of them, and each commit's set.
  private func eventSets(_ count: Int) -> (distinct: [[Int]], places: [Int]) {
    var distinct: [[Int]] = [[]]
    var places = [Int](repeating: 0, count: count)
    guard !events.isEmpty else { return (distinct, places) }
    var known: [[Int]: Int] = [[]: 0]
    let own = Dictionary(grouping: events.indices, by: { events[$0].commit })
    for place in 0..<count {
      let parents = graph.parents(of: place)
      if parents.count == 1, own[parents[0]] == nil {
        places[place] = places[parents[0]]
        continue
      }
      var set: Set<Int> = []
      for parent in parents {
        set.formUnion(distinct[places[parent]])
        set.formUnion(own[parent] ?? [])
      }
      let sorted = set.sorted()
      if let index = known[sorted] {
        places[place] = index
      } else {
        known[sorted] = distinct.count
        places[place] = distinct.count
        distinct.append(sorted)
      }
    }
    return (distinct, places)
  }

  /// The owners after some changes: of the last words on each person, a removal stands.
  private func inForce(_ indices: [Int]) -> Set<Address> {
    var people = initial
    for index in indices { people.formUnion(events[index].added) }
    return people.filter { person in
      !indices.contains { index in
        events[index].removed.contains(person) && isLast(index, on: person, among: indices)
      }
    }
  }

  /// Whether no later change names a person again whom a change removes.
  private func isLast(_ index: Int, on person: Address, among indices: [Int]) -> Bool {
    !indices.contains { other in
      other != index && events[other].added.contains(person)
        && graph.isAncestor(events[index].commit, of: events[other].commit)
    }
  }
}
