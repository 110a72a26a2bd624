import FoundationEssentials

/// The environment of the process.
enum Environment {
  /// A variable, or `nil` if it is not set.
  static func variable(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }
}
