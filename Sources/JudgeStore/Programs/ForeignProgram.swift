import JudgeGit

/// A program of the user, such as an application to evaluate, a check or an optimizer.
///
/// It is never run through a shell. It is stopped at its time limit, and its output is bounded.
package struct ForeignProgram: Sendable {
  /// The result of a run.
  package struct Output: Sendable, Hashable {
    /// The exit status, or 128 plus the number of the signal that ended the process.
    package let status: Int32
    /// The standard output.
    package let output: [UInt8]
    /// The standard error.
    package let errorOutput: [UInt8]
  }

  private let program: JudgeGit.ForeignProgram

  /// Describes a program.
  ///
  /// - Parameters:
  ///   - command: the program, a path or a name on the PATH, and its arguments.
  ///   - folder: the folder in which it runs; `nil` for the current one.
  ///   - variables: environment variables besides those of this process.
  package init(_ command: [String], in folder: String?, variables: [String: String] = [:]) {
    program = JudgeGit.ForeignProgram(command, in: folder, variables: variables)
  }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - input: its standard input.
  ///   - seconds: the time limit in seconds, at most a day.
  /// - Returns: the exit status and the output.
  /// - Throws: `program-missing`, `timeout`, `io`.
  package func run(input: [UInt8], seconds: Double) async throws(StoreError) -> Output {
    do throws(GitError) {
      let done = try await program.run(input: input, timeout: .bounded(seconds))
      return Output(status: done.status, output: done.output, errorOutput: done.errorOutput)
    } catch { throw StoreError(error) }
  }
}
