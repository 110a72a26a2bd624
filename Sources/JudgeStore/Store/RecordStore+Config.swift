import JudgeGit

extension RecordStore {
  /// The value of a git configuration key such as `judge.experiment`.
  ///
  /// It is read as git reads it in the folder in which the store was opened. If `judge.store` led
  /// to another repository, that one is asked next.
  ///
  /// - Parameter key: section, dot, name.
  /// - Returns: `nil` if it is not set.
  /// - Throws: `io` if the configuration cannot be read.
  public func config(_ key: String) throws(StoreError) -> String? {
    do throws(GitError) {
      let own = try config == nil ? settings.configString(key) : config?[key]
      if let own { return own }
      return location.isSeparate ? try repository.configString(key) : nil
    } catch {
      throw StoreError(error)
    }
  }

  /// Sets a key in the local configuration of the repository in which the store was opened.
  ///
  /// - Parameters:
  ///   - key: section, dot, name.
  ///   - value: the value; `nil` takes the key out.
  /// - Throws: `read-only`, `invalid` for a key that git refuses.
  public func setConfig(_ key: String, _ value: String?) throws(StoreError) {
    guard !location.isReadOnly else { throw readOnly() }
    try git { () throws(GitError) in
      if let value {
        try settings.setLocalConfig(key, value)
      } else {
        try settings.unsetLocalConfig(key)
      }
    }
    config?[key] = value
  }
}
