import AsyncHTTPClient
import JudgeJSON
import JudgeModels
import JudgePrivacy
import NIOCore
import NIOHTTP1

/// Sends one request and returns the reply.
struct HTTPTransport: Sendable {
  /// The reply of a server.
  struct Reply: Sendable {
    var status: Int
    var retryAfter: String?
    var contentType: String?
    var body: [UInt8]
  }

  /// The maximum number of bytes of an answer that is read.
  static let longestBody = 16 << 20

  /// The maximum duration of a call in seconds: a day.
  private static let longestWait = 86_400.0

  /// The error for an answer that exceeds the maximum number of bytes.
  struct ReplyTooLong: Error, CustomStringConvertible {
    var description: String { "the answer has more than \(HTTPTransport.longestBody) bytes" }
  }

  /// The error for an answer that did not come in time.
  struct TimedOut: Error {}

  /// The error for an answer that ends early.
  struct CutReply: Error {
    /// The status at its beginning.
    let status: Int
    /// The client's error.
    let cause: any Error
  }

  /// The client of the process, which is never shut down because it lives as long as the process.
  static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration.singletonConfiguration
    configuration.timeout.connect = .seconds(20)
    // A reasoning model is silent for minutes before its first byte. Each call has its own limit.
    configuration.timeout.read = nil
    // The flow bounds calls in flight; the pool must not do so again.
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1024
    // The flow retries, and reports it.
    configuration.connectionPool.retryConnectionEstablishment = false
    // A redirect could carry the key to another host.
    configuration.redirectConfiguration = .disallow
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()

  let timeout: Double

  /// Posts JSON, and reads the whole answer within ``timeout``.
  func post(_ url: String, headers: [(String, Secret)], body: [UInt8]) async throws -> Reply {
    let seconds = min(max(timeout, 0.001), Self.longestWait)
    return try await withThrowingTaskGroup(of: Reply?.self) { group in
      defer { group.cancelAll() }
      group.addTask { try await exchange(url, headers: headers, body: body) }
      group.addTask {
        try await Task.sleep(for: .seconds(seconds))
        return nil
      }
      guard let first = try await group.next(), let reply = first else { throw TimedOut() }
      return reply
    }
  }

  private func exchange(
    _ url: String, headers: [(String, Secret)], body: [UInt8]
  ) async throws -> Reply {
    var request = HTTPClientRequest(url: url)
    request.method = .POST
    request.headers.add(name: "Content-Type", value: "application/json")
    request.headers.add(name: "Accept", value: "application/json")
    for (name, value) in headers {
      value.reveal { request.headers.replaceOrAdd(name: name, value: $0) }
    }
    request.body = .bytes(ByteBuffer(bytes: body))
    let response = try await Self.client.execute(
      request, timeout: .milliseconds(Int64(Self.longestWait * 1000)))
    let status = Int(response.status.code)
    let bytes: ByteBuffer
    do {
      bytes = try await response.body.collect(upTo: Self.longestBody)
    } catch is NIOTooManyBytesError {
      throw ReplyTooLong()
    } catch {
      throw CutReply(status: status, cause: error)
    }
    return Reply(
      status: status, retryAfter: response.headers.first(name: "Retry-After"),
      contentType: response.headers.first(name: "Content-Type"),
      body: Array(bytes.readableBytesView))
  }
}
