import Foundation
import GitJudge
import HTTPTypes
import Hummingbird
import JudgeInterchange
import NIOCore

/// The artifacts of runs.
struct ArtifactRoutes {
  let routes: ServerRoutes

  /// Adds the artifacts of runs: files, kept as changes of the run.
  func add() {
    for prefix in ["api", "ajax-api"] {
      let root = "/\(prefix)/2.0/mlflow-artifacts/artifacts"
      routes.add(.get, root) { call in
        try await ArtifactRequest(call: call).listArtifacts(call.query("path") ?? "").response
      }
      for method in [HTTPRequest.Method.put, .post] {
        routes.add(method, root + "/**") { call in
          try await ArtifactRequest(call: call).putArtifact()
          return JSONValue.object([:]).response
        }
      }
      routes.add(.get, root + "/**") { try await ArtifactRequest(call: $0).getArtifact() }
      routes.add(.delete, root + "/**") { call in
        try await ArtifactRequest(call: call).deleteArtifact()
        return JSONValue.object([:]).response
      }
    }
    routes.mlflow(.get, "artifacts/list") { call in
      let run = try await call.run(try call.runID([:]))
      let root = "\(run.experiment)/\(run.runID)/artifacts"
      let path = call.query("path").map { "\(root)/\($0)" } ?? root
      var answer = try await ArtifactRequest(call: call).listArtifacts(path).objectValue ?? [:]
      answer["root_uri"] = .string("mlflow-artifacts:/\(root)")
      let files = (answer["files"]?.arrayValue ?? []).compactMap(\.objectValue).map { file in
        var file = file
        if let given = call.query("path") {
          file["path"] = .string(given + "/" + (file["path"]?.stringValue ?? ""))
        }
        return JSONValue.object(file)
      }
      answer["files"] = .array(files)
      return .object(answer)
    }
  }
}

/// The place of an artifact: `EXPERIMENT/RUN/artifacts/PATH`, or `EXPERIMENT/traces/TRACE/…`.
struct ArtifactPlace: Equatable {
  var owner: String
  var isTrace: Bool
  var path: String

  /// Reads a path without its leading slash.
  ///
  /// - Throws: `ServerError` for a path that leaves the artifacts or that is none.
  init(_ text: String) throws {
    let parts = text.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
    guard !parts.contains(".."), !parts.contains("."), !text.contains("\\") else {
      throw ServerError.invalid("Invalid path: \(text)")
    }
    isTrace = parts.count >= 4 && parts[1] == "traces"
    let start = isTrace ? 3 : 2
    guard parts.count > start, parts[start] == "artifacts" else {
      throw ServerError.notFound("No such artifact: '\(text)'")
    }
    owner = parts[start - 1]
    path = parts[(start + 1)...].joined(separator: "/")
  }
}

/// A request about an artifact.
private struct ArtifactRequest {
  let call: ServerCall

  /// The key of a change that holds an artifact, or a part of it.
  private static let artifact = "artifact/"
  /// The size of the parts of an artifact, as bytes; in base64 they stay under a record's limit.
  private static let partSize = 600_000

  private func place() throws -> ArtifactPlace {
    let text = call.context.parameters.getCatchAll().joined(separator: "/")
    return try ArtifactPlace(text.removingPercentEncoding ?? text)
  }

  func putArtifact() async throws {
    let place = try place()
    guard !place.isTrace else {
      // The spans of a trace are in the store already; the client uploads them once more if it did
      // not know that.
      return
    }
    let run = try await call.run(place.owner)
    let parts = stride(from: 0, to: max(1, call.bytes.count), by: Self.partSize).map { start in
      Array(call.bytes[start..<min(call.bytes.count, start + Self.partSize)])
    }
    var values: [(key: String, value: JSONValue)] = []
    let hash = ContentID(hashing: call.bytes).hex
    for (number, part) in parts.enumerated() {
      var value: JSONObject = [
        "size": .number(Double(call.bytes.count)), "sha256": .string(hash),
        "part": .number(Double(number)), "parts": .number(Double(parts.count)),
      ]
      if parts.count == 1, let text = String(validating: part, as: UTF8.self), !text.contains("\0")
      {
        value["text"] = .string(text)
      } else {
        value["base64"] = .string(Base64.text(part))
      }
      let suffix = number == 0 ? "" : "\u{1f}\(number)"
      values.append((Self.artifact + place.path + suffix, .object(value)))
    }
    try await call.change(run, values, "Log an artifact of the run")
  }

  private func artifacts(of run: RunAnswer) -> [(path: String, value: JSONValue)] {
    run.artifacts.filter { !$0.path.utf8.contains(0x1f) }
  }

  func getArtifact() async throws -> Response {
    let place = try place()
    let missing = ServerError.notFound("No such artifact: '\(place.path)'")
    guard !place.isTrace else { throw missing }
    let run = try await call.run(place.owner)
    let all = run.artifacts
    guard let first = all.first(where: { $0.path == place.path })?.value else { throw missing }
    var content: [UInt8] = []
    for number in 0..<(first["parts"]?.intValue ?? 1) {
      let name = number == 0 ? place.path : "\(place.path)\u{1f}\(number)"
      guard let part = all.first(where: { $0.path == name })?.value else { throw missing }
      if let text = part["text"]?.stringValue {
        content += Array(text.utf8)
      } else if let bytes = part["base64"]?.stringValue.flatMap(Base64.bytes) {
        content += bytes
      }
    }
    guard ContentID(hashing: content).hex == first["sha256"]?.stringValue else {
      throw ServerError(
        .conflict, "BAD_REQUEST", "the parts of \(place.path) do not fit each other")
    }
    var headers = HTTPFields()
    headers[.contentType] = "application/octet-stream"
    headers[.xContentTypeOptions] = "nosniff"
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: content)))
  }

  func deleteArtifact() async throws {
    let place = try place()
    guard !place.isTrace else { return }
    let run = try await call.run(place.owner)
    let names = run.artifacts.map(\.path).filter {
      $0 == place.path || $0.hasPrefix(place.path + "/") || $0.hasPrefix(place.path + "\u{1f}")
    }
    try await call.change(
      run, names.map { (Self.artifact + $0, .null) }, "Delete artifacts of the run")
  }

  func listArtifacts(_ path: String) async throws -> JSONValue {
    guard let place = try? ArtifactPlace(path), !place.isTrace else { return ["files": []] }
    let run = try await call.run(place.owner)
    let lead = place.path.isEmpty ? "" : place.path + "/"
    var files: [JSONValue] = []
    var folders: Set<String> = []
    for (path, value) in artifacts(of: run) where path.hasPrefix(lead) {
      let rest = path.dropFirst(lead.count)
      if let slash = rest.firstIndex(of: "/") {
        let name = String(rest[..<slash])
        if folders.insert(name).inserted {
          files.append(["path": .string(name), "is_dir": true])
        }
      } else {
        files.append([
          "path": .string(String(rest)), "is_dir": false, "file_size": value["size"] ?? 0,
        ])
      }
    }
    return ["files": .array(files)]
  }
}
