import JudgeJSON

extension VersionFold {
  /// What `NAME@alias` stands for.
  public enum Alias: Hashable, Sendable {
    /// Nobody set the alias, it was taken away, or its registration is not in force.
    case none
    /// The version.
    case version(Version)
    /// People who had not seen each other's change pointed it at these registrations.
    case ambiguous([String])
  }

  /// The change that an alias is: its target and key; the value is a registration's full hash.
  ///
  /// - Parameters:
  ///   - alias: the alias, without `@`.
  ///   - name: the judge's name in its experiment.
  /// - Returns: target and key for a ``Change``.
  public static func place(
    ofAlias alias: String, of name: Name
  ) -> (target: ChangeTarget, key: String) {
    (
      ChangeTarget(kind: .experiment, id: name.experiment.hex),
      "alias/" + name.name + "@" + alias
    )
  }

  /// Looks an alias up.
  ///
  /// - Parameters:
  ///   - alias: the alias, without `@`.
  ///   - name: the judge's name in its experiment.
  ///   - changes: the changes of the same store.
  /// - Returns: a version, none, or the registrations between which a person must decide.
  public func alias(_ alias: String, of name: Name, changes: ChangeFold) -> Alias {
    let (target, key) = Self.place(ofAlias: alias, of: name)
    guard let resolution = changes.resolutions(of: target)[key] else { return .none }
    guard !resolution.isContended else {
      return .ambiguous(Set(resolution.contenders.compactMap(\.value.stringValue)).sorted())
    }
    guard let hex = resolution.winner.value.stringValue, let id = ContentID(hex: hex) else {
      return .none
    }
    let known = (versions[name] ?? []).first {
      $0.registration == id || $0.others.contains(id)
    }
    return known.map(Alias.version) ?? .none
  }
}

extension VersionFold {
  /// All aliases of a name that somebody gave and nobody took away.
  ///
  /// - Parameters:
  ///   - name: the judge's name in its experiment.
  ///   - changes: the changes of the same store.
  /// - Returns: the aliases with what they stand for, sorted; one whose version was taken out of
  ///   the registry is left out.
  public func aliases(
    of name: Name, changes: ChangeFold
  ) -> [(alias: String, state: Alias)] {
    let (target, lead) = Self.place(ofAlias: "", of: name)
    let keys = changes.resolutions(of: target).map(\.key)
      .filter { $0.utf8.starts(with: lead.utf8) }
    return keys.map { String(decoding: $0.utf8.dropFirst(lead.utf8.count), as: UTF8.self) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { ($0, alias($0, of: name, changes: changes)) }
      .filter { $0.1 != .none }
  }
}
