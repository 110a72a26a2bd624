/// Which environment variables hold the keys of the built-in providers.
public struct ProviderKeys: Sendable, Hashable {
  /// The provider, as in a model's URI.
  public let provider: String
  /// The variables, in the order in which they are looked for.
  public let names: [String]

  /// Those of all providers; providers that share their variables stand once.
  public static var all: [ProviderKeys] {
    var seen = Set<[String]>()
    return Provider.all.compactMap { provider in
      guard seen.insert(provider.keyVariables).inserted else { return nil }
      return ProviderKeys(provider: provider.name, names: provider.keyVariables)
    }
  }
}
