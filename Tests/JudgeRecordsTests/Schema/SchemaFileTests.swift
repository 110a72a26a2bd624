import Foundation
import JudgeJSON
import JudgeRecords
import JudgeTestSupport
import Testing

@Suite("Schema files")
struct SchemaFileTests {
  @Test("One schema for every kind, and one for format.json")
  func names() {
    #expect(Schemas.all.map(\.name) == RecordKind.all.map(\.rawValue) + ["format"])
    #expect(Schemas.named("wishes") == nil)
    #expect(Schemas.named("") == nil)
  }

  @Test("The program holds the bytes of the files")
  func bytes() throws {
    let folder = PackageFolder.root().appendingPathComponent("schema")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(files) == Set(Schemas.all.map { $0.name + ".json" }))
    for (name, bytes) in Schemas.all {
      let file = try Data(contentsOf: folder.appendingPathComponent(name + ".json"))
      #expect(Array(file) == bytes, "\(name)")
      #expect(Schemas.named(name) == bytes)
    }
  }

  @Test("Each names its dialect and itself, and describes every field", arguments: Schemas.all)
  func heads(name: String, bytes: [UInt8]) throws {
    let schema = try JSONValue(parsing: bytes)
    #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
    #expect(schema["$id"] == .string("https://git-judge.org/schema/v1/\(name).json"))
    #expect(schema["title"]?.stringValue?.isEmpty == false)
    #expect(schema["description"]?.stringValue?.isEmpty == false)
    for path in Self.undescribed(schema, at: name) { Issue.record("no description: \(path)") }
  }

  /// The fields without a description; fields in conditions repeat one that has it.
  private static func undescribed(_ schema: JSONValue, at path: String) -> [String] {
    var result: [String] = []
    for keyword in ["properties", "$defs"] {
      for member in schema[keyword]?.objectValue ?? JSONObject() {
        let here = "\(path)/\(member.key)"
        if member.value["description"]?.stringValue?.isEmpty ?? true { result.append(here) }
        result += undescribed(member.value, at: here)
      }
    }
    if let items = schema["items"] { result += undescribed(items, at: path + "/items") }
    return result
  }

  @Test("Every field that a value writes is in its schema", arguments: RecordKind.all)
  func fields(kind: RecordKind) throws {
    let schema = try JSONValue(parsing: try #require(Schemas.named(kind.rawValue)))
    let known = Set(try #require(schema["properties"]?.objectValue).keys)
    var written = Set<String>()
    for seed in 0..<100 as Range<UInt64> {
      var maker = RandomRecords(seed: seed)
      written.formUnion(try maker.record(kind).fields.keys)
    }
    #expect(written == known)
  }
}
