import JudgeJSON
public import JudgeRecords

/// The fixed assignment of labelled traces to parts, the same on every machine.
///
/// The split is a pure function of the feedback name and the item's group, so it needs no record
/// and cannot be redrawn until it looks good.
public enum HeldOutSplit {
  /// The parts.
  public enum Part: String, Hashable, Sendable, CaseIterable {
    /// Shown to optimizers.
    case train
    /// The third of the training part that expensive optimizers do not see and that decides.
    case validation
    /// The held-out part: never shown to an optimizer, only reported.
    case test
  }

  /// The share of groups that are held out.
  public static let testShare = 0.3
  /// The share of the remaining groups that are used for validation.
  public static let validationShare = 1.0 / 3

  /// Returns the part of a group.
  ///
  /// The first 8 bytes of SHA-256(feedback name ‖ 0x00 ‖ group), as a fraction of 2^64, are below
  /// 0.3 for the test part; the next 8 bytes below 1/3 for the validation third of the rest.
  ///
  /// - Parameters:
  ///   - group: the group's text.
  ///   - feedbackName: the name of the human labels.
  /// - Returns: the part.
  public static func part(ofGroup group: String, feedbackName: String) -> Part {
    let bytes = digest(group, feedbackName)
    if fraction(bytes[0..<8]) < testShare { return .test }
    return fraction(bytes[8..<16]) < validationShare ? .validation : .train
  }

  /// Returns whether a group is used for validation if traces are drawn from all parts, as in a
  /// learning curve.
  package static func validates(group: String, feedbackName: String) -> Bool {
    fraction(digest(group, feedbackName)[8..<16]) < validationShare
  }

  /// Returns the hash of a group of the held-out part, as recorded in looks.
  ///
  /// - Parameters:
  ///   - group: the group's text.
  ///   - feedbackName: the name of the human labels.
  /// - Returns: the first 8 bytes of the hash that decides the part, as 16 hexadecimal digits; nil
  ///   if the group is not held out.
  public static func testKey(ofGroup group: String, feedbackName: String) -> String? {
    let bytes = digest(group, feedbackName)
    guard fraction(bytes[0..<8]) < testShare else { return nil }
    let digits = Array("0123456789abcdef")
    return String(bytes[0..<8].flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  /// Returns the hash of a trace's group as recorded in looks, or nil if the trace is not held out.
  public static func testKey(of trace: Trace, feedbackName: String) -> String? {
    testKey(ofGroup: group(of: trace), feedbackName: feedbackName)
  }

  /// Returns a number that sorts the groups of a part in an order that cannot be chosen.
  ///
  /// It is the third 8 bytes of the hash, which decide nothing else.
  package static func order(ofGroup group: String, feedbackName: String) -> UInt64 {
    digest(group, feedbackName)[16..<24].reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func digest(_ group: String, _ feedbackName: String) -> [UInt8] {
    Array(SHA256Digest.hash(Array(feedbackName.utf8) + [0] + Array(group.utf8)).bytes)
  }

  /// Returns the part of a trace.
  ///
  /// - Parameters:
  ///   - trace: the trace.
  ///   - feedbackName: the name of the human labels.
  /// - Returns: the part of its group.
  public static func part(of trace: Trace, feedbackName: String) -> Part {
    part(ofGroup: group(of: trace), feedbackName: feedbackName)
  }

  /// Returns the group that must stay together in any split: the trace's imported `group` tag,
  /// otherwise its inputs.
  ///
  /// Inputs are compared as canonical JSON with ASCII letters in lower case and runs of white space
  /// folded to one space, so that the same question asked twice is one group.
  ///
  /// - Parameter trace: the trace.
  /// - Returns: the group's text.
  public static func group(of trace: Trace) -> String { trace.splitGroup }

  private static func fraction(_ bytes: ArraySlice<UInt8>) -> Double {
    var value: UInt64 = 0
    for byte in bytes { value = value << 8 | UInt64(byte) }
    // 2^64 as a double; the fraction is exact to 53 bits.
    return Double(value) / 18_446_744_073_709_551_616
  }
}
