public import JudgeJSON
public import JudgeRecords

extension JudgeBody {
  /// Returns whether a value passes.
  ///
  /// - Parameter value: a value of the judge.
  /// - Returns: whether it is among the passing values. If none are declared, whether it is `true`
  ///   or `yes`, or `nil` for a value that is neither yes nor no.
  public func passes(_ value: JSONValue) -> Bool? {
    if !pass.isEmpty { return pass.contains(value) }
    if let flag = value.boolValue { return flag }
    switch value.stringValue?.lowercased() {
    case "yes": return true
    case "no": return false
    default: return nil
    }
  }
}
