import Foundation
import JudgeTestSupport
import Testing

/// `--help` on a terminal opens the installed manual page; otherwise the help is printed.
@Suite struct ManualPageTests {
  private let world: World
  private let program: String

  /// Installs the program into a prefix of its own, with pages for `align` and the root, and a `man` that prints
  /// what it is given.
  init() throws {
    world = try World()
    let prefix = world.folder.file("prefix")
    let files = FileManager.default
    for folder in ["bin", "share/man/man1"] {
      try files.createDirectory(
        at: prefix.appendingPathComponent(folder), withIntermediateDirectories: true)
    }
    program = prefix.appendingPathComponent("bin/git-judge").path
    do {
      try files.linkItem(atPath: Binary.path, toPath: program)
    } catch {  // another file system
      try files.copyItem(atPath: Binary.path, toPath: program)
    }
    try world.write("prefix/share/man/man1/git-judge.1", ".TH")
    try world.write("prefix/share/man/man1/git-judge-align.1.gz", "")
    let man = try world.write("prefix/bin/man", "#!/bin/sh\necho \"page: $*\"\n")
    try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: man)
  }

  /// Runs the program on a terminal, with our `man` first on PATH.
  private func onTerminal(_ arguments: [String], path: String? = nil) throws -> String {
    let bin = URL(fileURLWithPath: program).deletingLastPathComponent().path
    let old = world.environment["PATH"] ?? ""
    return try world.run(
      "python3",
      ["-c", "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)", program] + arguments,
      environment: ["PATH": path ?? "\(bin):\(old)"]
    ).expecting(0).text
  }

  @Test(
    .enabled(if: Terminal.isThere, Comment(rawValue: Terminal.absent)),
    arguments: [
      (["align", "--help"], "share/man/man1/git-judge-align.1.gz"),
      (["--help"], "share/man/man1/git-judge.1"),
      (["-C", ".", "align", "--help"], "share/man/man1/git-judge-align.1.gz"),
    ])
  func aTerminalOpensThePage(arguments: [String], page: String) throws {
    let text = try onTerminal(arguments)
    #expect(text.hasPrefix("page: "))
    #expect(text.contains("/prefix/\(page)"), "\(text)")
  }

  @Test(
    .enabled(if: Terminal.isThere, Comment(rawValue: Terminal.absent)),
    arguments: [["align", "-h"], ["status", "--help"], ["help", "align"]])
  func helpIsPrintedOtherwise(arguments: [String]) throws {
    let text = try onTerminal(arguments)
    #expect(!text.contains("page: "), "\(text)")
    #expect(text.contains("USAGE:"), "\(text)")
  }

  @Test func noTerminalPrintsTheHelp() throws {
    let outcome = try world.run(program, ["align", "--help"]).expecting(0)
    #expect(outcome.text.contains("USAGE: "))
  }
}
