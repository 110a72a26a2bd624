/// The environment variables with the keys of a built-in provider.
public struct ProviderKeys: Sendable, Hashable {
  /// The provider, as in a model's URI.
  public let provider: String
  /// The variables, in the order in which they are tried.
  public let names: [String]

  /// The keys of all providers, listed once for providers that share their variables.
  public static var all: [ProviderKeys] {
    var seen = Set<[String]>()
    return Provider.all.compactMap { provider in
      guard seen.insert(provider.keyVariables).inserted else { return nil }
      return ProviderKeys(provider: provider.name, names: provider.keyVariables)
    }
  }
}
