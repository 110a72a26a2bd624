import Foundation
import GitJudge
import JudgeTestSupport
import Testing

@testable import git_judge

@Suite("Web pages")
struct PageTests {
  @Test("The policy permits the style sheet of the page, and nothing else")
  func policy() throws {
    let html = Page(title: "x").html
    let start = try #require(html.range(of: "<style>"))
    let end = try #require(html.range(of: "</style>"))
    let css = String(html[start.upperBound..<end.lowerBound])
    let digest = Data(SHA256Digest.hash(Array(css.utf8)).bytes).base64EncodedString()
    #expect(
      html.contains(
        "content=\"default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; "
          + "form-action 'none'\""))
    #expect(!css.contains("url(") && !css.contains("@import") && !css.contains("<"))
    #expect(!html.contains(" style="), "style attributes have no hash")
  }

  @Test("Tables and texts say what they leave out")
  func bounds() throws {
    let rows = (0..<250).map { ["\($0)", "text"] }
    var page = Page(title: "x")
    page.add(PageText.table(["n", "t"], rows, name: "numbers"))
    page.add(PageText.list([("a", String(repeating: "y", count: 5000))]))
    let read = try StrictPage(page.html)
    #expect(read.tags.count { $0 == "<tr>" } == 201)
    #expect(read.text.contains("50 rows more not shown"))
    #expect(read.text.contains("… 1000 characters more"))
    #expect(read.tags.contains("<td class>"), "numbers are aligned")
  }

  @Test("300 hostile texts in all places leave the tags of both pages as they are")
  func hostile() async throws {
    var generator = SeededGenerator()
    let texts = HostileText.all(300, using: &generator)
    let pages = try await Self.pages(texts)
    for page in pages {
      let read = try StrictPage(page)
      #expect(!read.tags.contains { $0.contains("script") || $0.contains("img") })
      // The texts are there, and readable.
      #expect(read.text.contains("<script>document.title=1</script>"))
    }
  }

  /// Opens pages in Chromium, and returns the documents and the log of the network.
  private static func open(_ pages: [String]) throws -> (documents: [String], network: String) {
    let chromium = try #require(Program(named: "chromium"))
    let folder = try TemporaryFolder("git-judge-chromium")
    var documents: [String] = []
    var network = ""
    for (number, page) in pages.enumerated() {
      let file = folder.file("\(number).html")
      let log = folder.file("\(number).json")
      try Data(page.utf8).write(to: file)
      let result = chromium.run([
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
        "--user-data-dir=\(folder.file("profile").path)", "--log-net-log=\(log.path)",
        "--virtual-time-budget=1000", "--dump-dom", file.absoluteString,
      ])
      documents.append(String(decoding: result.output, as: UTF8.self))
      network += (try? String(contentsOf: log, encoding: .utf8)) ?? ""
    }
    return (documents, network)
  }

  @Test(
    "In Chromium no hostile text runs or asks for anything, with the policy and without it",
    .enabled(if: Program(named: "chromium") != nil, "there is no chromium here"))
  func chromium() async throws {
    var generator = SeededGenerator()
    let texts = HostileText.all(300, using: &generator)
    let page = try #require(try await Self.pages(texts).first)
    let bare = page.replacing(/<meta http-equiv[^>]*>\n/, with: "")
    #expect(bare.count < page.count)
    let opened = try Self.open([page, bare])
    for document in opened.documents {
      #expect(document.contains("<title>tone@v2</title>"), "\(document.prefix(400))")
      #expect(document.contains("</html>"))
    }
    #expect(!opened.network.isEmpty && !opened.network.contains("127.0.0.1:9"))
    // The same texts as markup would have been noticed.
    let control = try Self.open([
      "<!doctype html><title>x</title><script>document.title=1</script>"
        + "<img src=//127.0.0.1:9/a><img src=http://127.0.0.1:9/b>"
    ])
    #expect(control.documents.first?.contains("<title>1</title>") == true)
    #expect(control.network.contains("127.0.0.1:9"))
  }

  /// The pages of a judge and of a run in a store with these texts in all places.
  private static func pages(_ texts: [String]) async throws -> [String] {
    let folder = try TemporaryFolder("git-judge-page")
    let git = try #require(Program(named: "git"))
    for arguments in [
      ["init", "-q"], ["config", "user.name", "Ann"],
      ["config", "user.email", "ann@example.com"],
    ] {
      #expect(git.run(arguments, in: folder.url).status == 0)
    }
    let store = try await JudgeRepository.open(at: folder.path)
    _ = try await store.maintenance.initialize()
    let names = texts.map(HostileText.name).filter { !$0.allSatisfy(\.isWhitespace) }
    try await store.experiments.create("support")
    let people = ["ann@example.com"] + names.prefix(3)
    var lines: [JSONValue] = []
    for number in 0..<36 {
      func text(_ place: Int) -> JSONValue { .string(texts[(number * 8 + place) % texts.count]) }
      let value: JSONValue = number % 2 == 0 ? "good" : "bad"
      var assessments: [JSONValue] = people.enumerated().map { person, source in
        [
          "name": "tone", "source_type": "HUMAN", "source_id": .string(source),
          "value": person == 2 && number % 5 == 0 ? .string(names[5]) : value,
          "rationale": text(person),
        ]
      }
      assessments.append([
        "name": "tone", "source_type": "LLM_JUDGE", "source_id": "gpt", "value": "good",
        "rationale": text(4),
      ])
      lines.append([
        "client_request_id": .string("\(number) \(names[number % names.count])"),
        "inputs": ["question": text(5), "list": [text(6)]], "outputs": text(7),
        "tags": ["topic": text(1), "team": text(2)],
        "assessments": .array(assessments),
      ])
    }
    let file = lines.map(\.canonicalText).joined(separator: "\n")
    let imported = try await store.traces.importTraces(
      from: [ImportSource(Array(file.utf8), name: "lines")], options: .init())
    #expect(imported.traces == 36, "\(imported.rejected.prefix(2))")
    for version in 0..<2 {
      var body = JudgeBody(
        name: "tone",
        instructions: "Rate {{ outputs }}. \(texts[version]) \(texts[version + 7])")
      body.model = "recorded:/gpt"
      body.values = ["good", "bad"]
      body.pass = ["good"]
      body.guidelines = [Guideline(text: texts[version + 3]), Guideline(text: texts[version + 90])]
      _ = try await store.judges.create(body)
    }
    var runs: [String] = []
    for judge in ["tone@v1", "tone@v2"] {
      runs.append(try await store.runs.run([judge], runName: texts[1]).run)
    }
    let report = try await store.reports.judge("tone")
    #expect(report.errors?.wrong.cases.isEmpty == false && report.diff != nil)
    return [
      JudgePage(report: report).html,
      RunPage(report: try await store.reports.run(runs[1], baseline: runs[0])).html,
    ]
  }
}
