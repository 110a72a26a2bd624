import Foundation

/// How many cases a property test tries.
public enum PropertyRuns {
  /// `GIT_JUDGE_PROPERTY_RUNS`, else the number given.
  public static func count(_ usual: Int) -> Int {
    ProcessInfo.processInfo.environment["GIT_JUDGE_PROPERTY_RUNS"].flatMap { Int($0) } ?? usual
  }

  /// Whether the long tests were asked for.
  public static var isLong: Bool { count(0) >= 1000 }

  /// As many seeds, from 0.
  public static func seeds(_ usual: Int) -> Range<UInt64> { 0..<UInt64(max(0, count(usual))) }
}
