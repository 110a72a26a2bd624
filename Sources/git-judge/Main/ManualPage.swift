import Foundation

/// Opens the manual page for `git judge COMMAND --help` on a terminal, as git's own commands do.
///
/// The option `-h` prints the help instead.
enum ManualPage {
  /// Replaces this process by `man` if the command line asks for an installed page.
  ///
  /// Otherwise it returns, and the help is printed.
  ///
  /// - Parameter arguments: the command line without the program's name.
  static func open(for arguments: [String]) {
    guard let name = name(for: arguments), Console.isTerminal, let file = installed(name) else {
      return
    }
    // A path rather than a name selects this program's page, not another one on MANPATH.
    let words: [String] = ["man", file]
    var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    execvp("man", &pointers)
    // `man` is not installed here.
    pointers.forEach { free($0) }
  }

  /// Returns the file name of the page for a command line that ends in `--help`.
  static func name(for arguments: [String]) -> String? {
    guard arguments.last == "--help", let word = arguments.first else { return nil }
    if word == "--help" { return "git-judge.1" }
    return CommandNames.all.contains(word) ? "git-judge-\(word).1" : nil
  }

  /// Returns the path of an installed page.
  ///
  /// The program `bin/git-judge` has its pages in `share/man/man1`. Some systems compress pages.
  private static func installed(_ name: String) -> String? {
    let files = FileManager.default
    guard let program = try? files.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
      return nil
    }
    let prefix = URL(fileURLWithPath: program).deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = prefix.appendingPathComponent("share/man/man1/\(name)").path
    return [page, page + ".gz"].first { files.isReadableFile(atPath: $0) }
  }
}
