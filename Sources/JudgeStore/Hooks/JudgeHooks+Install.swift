import FoundationEssentials
import JudgeGit
import JudgeWork

extension JudgeHooks {
  /// An installed hook.
  public struct Installed: Hashable, Sendable {
    /// The path of the hook.
    public let path: String
    /// The new path of the previous hook, which runs first; `nil` if there was none.
    public let chained: String?
  }

  /// The hooks of a server.
  public static let serverHooks = ["pre-receive"]
  /// The hooks of a clone.
  public static let clientHooks = ["pre-commit", "pre-push", "post-merge"]

  private static let mark = "# Installed by git-judge."

  /// Installs hooks; an existing hook is kept and runs first.
  ///
  /// - Parameters:
  ///   - names: ``serverHooks`` or ``clientHooks``.
  ///   - folder: the repository.
  /// - Returns: the installed hooks.
  /// - Throws: `JudgeFailure` if the folder cannot be written.
  public static func install(
    _ names: [String], in folder: String = "."
  ) async throws -> [Installed] {
    let git = StoreGit(in: folder)
    // Respects core.hooksPath.
    let path = try await git.run(["rev-parse", "--path-format=absolute", "--git-path", "hooks"])
      .lines.first.map(String.init)
    guard let path else { throw JudgeFailure(.store, "git does not say where its hooks are") }
    let manager = FileManager.default
    try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
    return try names.map { name in
      let file = "\(path)/\(name)"
      var chained: String?
      if let data = manager.contents(atPath: file) {
        let isOurs = String(decoding: data, as: UTF8.self).contains(mark)
        let kept = "\(file).before-judge"
        if !isOurs {
          guard !manager.fileExists(atPath: kept) else {
            throw JudgeFailure(
              .store, "\(kept) is there already", remedy: "put the two together by hand")
          }
          try manager.moveItem(atPath: file, toPath: kept)
        }
        chained = manager.fileExists(atPath: kept) ? kept : nil
      }
      try Data(script(name).utf8).write(to: URL(filePath: file))
      try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
      return Installed(path: file, chained: chained)
    }
  }

  /// Returns the hook's script, which runs the previous hook and then the check on the same input.
  ///
  /// A server never accepts unchecked data. A clone continues without the check if git-judge is not
  /// on its PATH.
  static func script(_ name: String) -> String {
    let isServer = serverHooks.contains(name)
    let without = isServer ? "" : "command -v git-judge >/dev/null 2>&1 || exit 0\n"
    guard isServer || name == "pre-push" else {
      return """
        #!/bin/sh
        \(mark)
        before="$0.before-judge"
        if [ -x "$before" ]; then
          "$before" "$@" || exit $?
        fi
        \(without)exec git-judge hooks run \(name) "$@"

        """
    }
    return """
      #!/bin/sh
      \(mark)
      input=$(cat)
      before="$0.before-judge"
      if [ -x "$before" ]; then
        printf '%s\\n' "$input" | "$before" "$@" || exit $?
      fi
      \(without)printf '%s\\n' "$input" | git-judge hooks run \(name) "$@"

      """
  }
}
