import Foundation
import JudgeTestSupport
import Testing

/// The scripts of `make dist`, on a small program: the same input gives the same bytes.
@Suite struct PackagingTests {
  private let world: World
  private let root = PackageFolder.root()

  init() throws {
    world = try World()
    let files = FileManager.default
    for folder in ["stage/man", "stage/completions", "one", "two"] {
      try files.createDirectory(at: world.folder.file(folder), withIntermediateDirectories: true)
    }
    let program = try world.write("program", "#!/bin/sh\necho 1.2.3\n")
    try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    try world.write("stage/THIRD-PARTY.txt", "libexample\n")
    for file in ["git-judge.bash", "_git-judge", "git-judge.fish"] {
      try world.write("stage/completions/\(file)", "# \(file)\n")
    }
  }

  private func script(_ name: String) -> String {
    root.appendingPathComponent("scripts/\(name)").path
  }

  /// Writes an archive and gives its bytes.
  private func made(_ name: String, in folder: String, file: String, seconds: String = "1700000000")
    throws -> Data
  {
    try world.run(
      "python3", [script(name), "program", "stage", folder],
      environment: ["SOURCE_DATE_EPOCH": seconds]
    ).expecting(0)
    return try Data(contentsOf: world.folder.file("\(folder)/\(file)"))
  }

  @Test func manualPagesAreOneForEachCommand() throws {
    try world.run("python3", [script("make-man"), Binary.path, "stage/man"]).expecting(0)
    let pages = try FileManager.default.contentsOfDirectory(
      atPath: world.folder.file("stage/man").path)
    #expect(pages.count > 40)
    let overview = try String(
      contentsOf: world.folder.file("stage/man/git-judge.1"), encoding: .utf8)
    for page in pages where page != "git-judge.1" {
      let name = page.dropLast(2).replacingOccurrences(of: "-", with: "\\-")
      let dashes = overview.replacingOccurrences(of: "\\fB", with: "")
        .replacingOccurrences(of: "\\fR", with: "")
      #expect(dashes.contains("\(name)(1)"), "\(page) is not in git-judge.1")
    }
    let trace = try String(
      contentsOf: world.folder.file("stage/man/git-judge-trace.1"), encoding: .utf8)
    #expect(trace.contains(#"git\-judge\-trace \- Import"#))
    #expect(trace.contains(".SS \"git judge trace import\""))
    #expect(trace.contains(#"\-\-strict"#))
  }

  @Test(arguments: [
    ("make-tarball", "git-judge-1.2.3-linux-x86_64.tar.gz"),
    ("make-wheel", "git_judge_llm-1.2.3-py3-none-manylinux_2_34_x86_64.whl"),
  ])
  func theSameInputGivesTheSameBytes(name: String, file: String) throws {
    try world.write("stage/man/git-judge.1", "git\\-judge \\- LLM judges\n")
    let first = try made(name, in: "one", file: file)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1)],
      ofItemAtPath: world.folder.file("program").path)
    #expect(try made(name, in: "two", file: file) == first)
    #expect(try made(name, in: "two", file: file, seconds: "1700000002") != first)
    let wrong = try world.run(
      "python3", [script(name), "program", "stage", "two"],
      environment: ["SOURCE_DATE_EPOCH": "yesterday"])
    #expect(wrong.status == 1)
    #expect(wrong.errorText.contains("SOURCE_DATE_EPOCH must be seconds since 1970"))
  }

  @Test func theWheelIsWhole() throws {
    try world.write("stage/man/git-judge.1", "git\\-judge \\- LLM judges\n")
    let file = "git_judge_llm-1.2.3-py3-none-manylinux_2_34_x86_64.whl"
    _ = try made("make-wheel", in: "one", file: file)
    let report = try world.run("python3", ["-c", WheelReport.script, "one/\(file)"])
      .expecting(0).json()
    #expect(report["unrecorded"] == [])
    #expect(report["program_mode"] == 0o755)
    #expect(report["summary"] == "LLM judges")
    #expect(report["license_files"] == ["LICENSE", "THIRD-PARTY.txt"])
    #expect(report["local_links"] == 0)
    let package = FileManager.default.enumerator(
      atPath: root.appendingPathComponent("python/git_judge").path)
    let files = (package?.compactMap { $0 as? String } ?? []).filter {
      $0.hasSuffix(".py") || $0 == "py.typed"
    }
    #expect(
      report["package"]?.list?.compactMap(\.text) == files.map { "git_judge/\($0)" }.sorted())
  }

  @Test(.enabled(if: Machine.isX86Linux, "the replaced functions are those of x86-64"))
  func theReplacedFunctionsWork() throws {
    let test = root.appendingPathComponent("packaging/link/test").path
    let outcome = try world.run("python3", [test])
    #expect(outcome.status == 0, "\(outcome.all)")
  }

  /// Copies the scripts beside no build.
  private func copyScripts() throws {
    for folder in ["scripts", "packaging"] {
      try FileManager.default.copyItem(
        at: root.appendingPathComponent(folder), to: world.folder.file(folder))
    }
  }

  @Test func aMissingReleaseBuildIsSaid() throws {
    try copyScripts()
    let outcome = try world.run("python3", ["scripts/link-static", "out"])
    #expect(outcome.status == 1)
    #expect(outcome.errorText.contains("there is no release build: run `make dist`"))
  }

  /// A compiler that finds no library, and SwiftPM's description of a build with it.
  @Test func missingArchivesAreNamedWithTheirPackages() throws {
    try copyScripts()
    let files = FileManager.default
    for folder in ["tools", ".build"] {
      try files.createDirectory(at: world.folder.file(folder), withIntermediateDirectories: true)
    }
    let compiler = try world.write("tools/clang", "#!/bin/sh\necho \"${1#-print-file-name=}\"\n")
    try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: compiler)
    let swiftc = world.folder.file("tools/swiftc").path
    let words: JSON = [.text(swiftc), "-module-name", "git_judge", "-emit-executable"]
    try world.write(".build/release.yaml", "commands:\n    args: \(words.line)\n")
    let outcome = try world.run("python3", ["scripts/link-static", "out"])
    #expect(outcome.status == 1)
    #expect(
      outcome.errorText.contains("these static libraries are missing: libgit2.a, libsqlite3.a"))
    #expect(outcome.errorText.contains("apt-get install -y libgit2-dev libsqlite3-dev"))
  }
}

/// What the tests run on.
enum Machine {
  static let isX86Linux: Bool = {
    #if os(Linux) && arch(x86_64)
      true
    #else
      false
    #endif
  }()
}
