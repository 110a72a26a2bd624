import Foundation
import JudgeTestSupport
import Testing

/// What `make dist` made, if it was made.
///
/// `make test-dist` installs it in fresh systems; here it is only looked at.
@Suite(.enabled(if: Distribution.isThere, Comment(rawValue: Distribution.absent)))
struct DistributionTests {
  private let world: World
  private let root: URL

  /// Unpacks the archive.
  init() throws {
    world = try World()
    try world.run("sha256sum", ["--check", "--quiet", "SHA256SUMS"], in: Distribution.folder)
      .expecting(0)
    let archive = try #require(Distribution.file(ending: ".tar.gz"))
    try world.run("tar", ["-xzf", archive]).expecting(0)
    let top = URL(fileURLWithPath: archive).lastPathComponent.dropLast(".tar.gz".count)
    root = world.folder.file(String(top))
  }

  @Test func theArchiveIsWhole() throws {
    try world.run(
      "sha256sum", ["--check", "--quiet", "share/doc/git-judge/SHA256SUMS"], in: root
    ).expecting(0)
    let notices = try String(
      contentsOf: root.appendingPathComponent("share/doc/git-judge/THIRD-PARTY.txt"),
      encoding: .utf8)
    for part in ["libgit2", "libcrypto", "swift-nio-ssl", "GRDB.swift", "UNICODE LICENSE V3"] {
      #expect(notices.contains(part))
    }
  }

  @Test func theProgramNeedsFourLibraries() throws {
    let program = root.appendingPathComponent("bin/git-judge").path
    let text = try world.run("readelf", ["-dW", program]).expecting(0).text
    let needed = text.matches(of: #/\(NEEDED\).*\[(.+)\]/#).map { String($0.1) }
    #expect(
      needed.sorted() == ["ld-linux-x86-64.so.2", "libc.so.6", "libgcc_s.so.1", "libm.so.6"])
  }

  /// ICU falls back to its root if the language of the environment is not in its data.
  @Test(arguments: ["C.UTF-8", "de_DE.UTF-8", "ja_JP.eucJP", "tr_TR.UTF-8", "nonsense"])
  func aStoreIsMadeInAnyLanguage(locale: String) throws {
    let program = root.appendingPathComponent("bin/git-judge").path
    let environment = ["LC_ALL": locale, "LANG": locale]
    try world.run("git", ["init", "-q", "repository"]).expecting(0)
    let place = world.folder.file("repository")
    let traces = PackageFolder.root().appendingPathComponent("Examples/support/traces.jsonl").path
    for command in [
      ["init"], ["experiment", "create", "support"], ["trace", "import", traces],
      ["trace", "list", "--limit", "3", "--json"], ["fsck", "--deep"],
    ] {
      try world.run(program, command, in: place, environment: environment).expecting(0)
    }
  }

  @Test func theWheelHasTheSameProgram() throws {
    let wheel = try #require(Distribution.file(ending: ".whl"))
    let report = try world.run("python3", ["-c", WheelReport.script, wheel]).expecting(0).json()
    let program = root.appendingPathComponent("bin/git-judge").path
    #expect(report["unrecorded"] == [])
    #expect(report["version"]?.text == (try world.run(program, ["--version"]).trimmed))
    let pages = try FileManager.default.contentsOfDirectory(
      atPath: root.appendingPathComponent("share/man/man1").path)
    #expect(report["pages"]?.list?.compactMap(\.text) == pages.sorted())
  }
}

/// The folder `dist`.
enum Distribution {
  static let absent = "there is no dist/: run `make dist`"
  static let folder = PackageFolder.root().appendingPathComponent("dist")
  static var isThere: Bool { file(ending: ".whl") != nil && file(ending: ".tar.gz") != nil }

  /// The path of the file with an ending.
  static func file(ending: String) -> String? {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return names?.first { $0.hasSuffix(ending) }.map { folder.appendingPathComponent($0).path }
  }
}
