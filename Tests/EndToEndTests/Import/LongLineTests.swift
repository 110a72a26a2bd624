import Foundation
import JudgeTestSupport
import Testing

/// Lines of a gigabyte, wherever a file is read: refused, in little memory.
@Suite(.enabled(if: Program.python() != nil, "needs Python to measure memory"))
struct LongLineTests {
  /// Runs a command and tells its peak memory, in KiB, which Linux gives of ended children.
  private static let script = """
    import resource, subprocess, sys
    done = subprocess.run(sys.argv[2:], stdin=open(sys.argv[1], 'rb'), capture_output=True)
    print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    print((done.stdout + done.stderr).decode(errors='replace')[-2000:])
    """

  /// A long file that takes no room: a beginning, and zeros to the end.
  private func sparse(
    _ world: World, _ name: String, _ beginning: String, length: UInt64 = 1 << 30
  ) throws -> String {
    let path = try world.write(name, beginning)
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.truncate(atOffset: length)
    try file.close()
    return path
  }

  @Test(
    arguments: [
      (["trace", "import", "FILE"], "a.jsonl", ""),
      (
        ["trace", "import", "FILE"], "a.jsonl",
        "{\"inputs\": \"q\", \"outputs\": \"a\"}\n{\"inputs\": \""
      ),
      (["trace", "import", "FILE"], "a.json", "[{\"inputs\": \"q\", \"outputs\": \""),
      (["trace", "import", "FILE"], "a.json", "{\n\"inputs\": \"q\", \"outputs\": \""),
      (["trace", "import", "-"], "a.jsonl", ""),
      (["feedback", "import", "FILE"], "a.csv", "trace\n\""),
      (["feedback", "import", "FILE"], "a.csv", "trace\n"),
      (["feedback", "import", "FILE"], "a.jsonl", "{"),
      (["expectation", "import", "FILE"], "a.csv", "trace\n"),
      (["evaluate", "--no-judges", "--data", "FILE"], "a.csv", "inputs,outputs\n"),
      (["evaluate", "--no-judges", "--data", "FILE"], "a.jsonl", ""),
      (["new", "t", "--from", "FILE"], "j.json", "{"),
      (["new", "t", "--instructions", "@FILE"], "j.md", "{{ outputs }}"),
      (["new", "t", "--guidelines", "FILE"], "g.json", "["),
      (["new", "t", "--prompt", "FILE"], "p.txt", "{response}"),
      (["rubric", "tone", "FILE"], "r.md", "# Tone"),
    ])
  func refused(arguments: [String], name: String, beginning: String) throws {
    let repository = try Repository.ready()
    let python = try #require(Program.python())
    let file = try sparse(repository.world, name, beginning)
    let command = arguments.map { $0.replacing("FILE", with: file) }
    let start = ContinuousClock.now
    let done = try repository.world.run(
      python.path, ["-c", Self.script, file, Binary.path] + command, in: repository.url)
    let figures = done.lines.first?.split(separator: " ").compactMap { Int($0) } ?? []
    #expect(figures.first == 3 || figures.first == 2, "\(done.all)")
    #expect(done.text.contains("16 MiB"), "\(done.all)")
    #expect(figures.last ?? .max < 200 << 10, "\(figures.last ?? 0) KiB")
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  @Test("An answer longer than the memory is left out, and the answers around it are taken")
  func answers() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a"), Samples.line("b")])
    let python = try #require(Program.python())
    let file = try sparse(
      repository.world, "answers.txt", "good\n", length: PropertyRuns.isLong ? 1 << 30 : 240 << 20)
    let command = ["label", "tone", "--new", "--plain"]
    let done = try repository.world.run(
      python.path, ["-c", Self.script, file, Binary.path] + command, in: repository.url)
    let figures = done.lines.first?.split(separator: " ").compactMap { Int($0) } ?? []
    #expect(figures.first == 0, "\(done.all)")
    #expect(done.text.contains("more than 1 MiB"), "\(done.all)")
    #expect(figures.last ?? .max < 200 << 10, "\(figures.last ?? 0) KiB")
    #expect(try repository.json("feedback", "list")["feedback"]?.list?.count == 1)
  }

  @Test("The lines around one that is too long are taken, and no line has too many labels")
  func others() throws {
    let repository = try Repository.ready()
    let line = Samples.line("a").line
    let long =
      #"{"client_request_id": "long", "inputs": ""#
      + String(repeating: "x", count: 17 << 20) + #"", "outputs": "y"}"#
    let labels = (0...10_000).map {
      #"{"name": "t", "source_type": "HUMAN", "source_id": "s\#($0)", "value": 1}"#
    }
    let many =
      #"{"client_request_id": "m", "inputs": 1, "assessments": [\#(labels.joined(separator: ","))]}"#
    let expected = (0...10_000).map { #""e\#($0)": 1"# }
    let more =
      #"{"client_request_id": "e", "inputs": 1, "expectations": {\#(expected.joined(separator: ","))}}"#
    let file = try repository.world.write(
      "lines.jsonl", [line, long, many, more, Samples.line("b").line].joined(separator: "\n"))
    let outcome = try repository.judge("trace", "import", file, "--json").expecting(3)
    let document = try outcome.json()
    #expect(document["traces"] == 2, "\(outcome.text.prefix(2000))")
    let lines = document["problems"]?.list?.compactMap { $0["line"] }
    #expect(lines == [2, 3, 4], "\(outcome.text.prefix(2000))")
    #expect(try repository.keys().sorted() == ["a", "b"])
  }
}
