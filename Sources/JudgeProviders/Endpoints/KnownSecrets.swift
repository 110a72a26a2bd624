import JudgePrivacy

/// The secrets that this machine sends to any provider and must never show.
enum KnownSecrets {
  /// Returns the keys of all built-in providers and the secrets of their configured headers.
  ///
  /// They include all providers, because a gateway, a program or a proxy may echo the key of
  /// another one.
  ///
  /// - Parameters:
  ///   - environment: the process's variables.
  ///   - config: local git config.
  /// - Returns: the secrets, without those of unreadable headers, which are not sent.
  static func all(environment: [String: String], config: [String: String]) -> [Secret] {
    var secrets: [Secret] = []
    for provider in Provider.all {
      for variable in provider.keyVariables {
        guard let key = environment[variable], !placeholders.contains(key.lowercased()) else {
          continue
        }
        secrets.append(Secret(key))
      }
      let text = config["judge.\(provider.name).header"] ?? ""
      let headers = try? ConfiguredHeader.all(in: text, environment, provider.name)
      secrets += (headers ?? []).flatMap(\.secrets)
    }
    return secrets
  }

  /// Values that people use if their own server requires some key: ordinary words that answers may
  /// contain.
  private static let placeholders: Set<String> = [
    "", "not-needed", "not_needed", "no-key-needed", "lm-studio", "lmstudio", "no-api-key",
    "sk-no-key-required", "llama.cpp", "dummy-key", "placeholder", "changeme", "anything",
  ]
}
