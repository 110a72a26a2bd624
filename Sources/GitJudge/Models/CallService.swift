import Foundation
import FoundationEssentials
import JudgeJSON
import JudgeModels
public import JudgeProviders
import JudgeRecords
import JudgeScoring
import JudgeStore
import JudgeWork

/// The calls of models: their cache and their statistics.
public struct CallService: Sendable {
  let repository: JudgeRepository
}

extension CallService {
  /// Writes the answers of the call cache into a file, one per line.
  ///
  /// The file contains texts of traces, so a redaction reports it as an export.
  ///
  /// - Parameters:
  ///   - path: The file. An existing one is replaced as a whole.
  ///   - model: The URI of the model whose answers are written, or `nil` for all.
  /// - Returns: The number of answers.
  /// - Throws: `JudgeFailure` if the file cannot be written.
  public func export(to path: String, model: String? = nil) async throws -> Int {
    // Written under another name first, because a half-written file would look complete.
    let aside = path + ".part"
    do {
      try repository.maintenance.exportList.add(path)
      try Data().write(to: URL(fileURLWithPath: aside))
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: aside))
      defer { try? file.close() }
      let count = try cache.forEachLine(model: model) {
        try file.write(contentsOf: Data($0 + [0x0a]))
      }
      guard rename(aside, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
      return count
    } catch {
      unlink(aside)
      throw JudgeFailure(.invalid, "\(path) cannot be written")
    }
  }

  /// Reads the lines of `cache export` into the call cache.
  ///
  /// The file decides the answers of `--offline`: import it only from people whom you trust with
  /// the verdicts.
  ///
  /// - Parameter path: The file, or `-` for standard input.
  /// - Returns: The counts, and the lines without an answer.
  /// - Throws: `JudgeFailure` if the file cannot be read, a line is too long, or the cache cannot
  ///   be written.
  public func importFile(from path: String) throws -> CacheImport {
    var result = CacheImport()
    var line: [UInt8] = []
    var number = 0
    let cache = cache
    func take() throws {
      number += 1
      defer { line.removeAll(keepingCapacity: true) }
      guard line.contains(where: { ![0x20, 0x09, 0x0d].contains($0) }) else { return }
      do {
        if try cache.take(line: line) { result.imported += 1 } else { result.present += 1 }
      } catch {
        guard error == .notAnEntry else {
          throw JudgeFailure(.invalid, "\(cache.folder) cannot be written")
        }
        result.rejected.append(
          ImportResult.Problem(
            file: path, line: number,
            message: "this line is not an answer of an exported cache"))
      }
    }
    try LocalFile.readPieces(path) { piece in
      var rest = piece[...]
      while let end = rest.firstIndex(of: 0x0a) {
        line += rest[..<end]
        try take()
        rest = rest[(end + 1)...]
      }
      line += rest
      guard line.count <= Self.longestLine else {
        throw JudgeFailure(
          .invalid, "\(path):\(number + 1): the line has more than \(Self.longestLine >> 20) MiB",
          remedy: .run(.exportCache, to: "make such a file"))
      }
      return true
    }
    if !line.isEmpty { try take() }
    return result
  }

  /// The maximum size of a line in bytes.
  ///
  /// An answer has at most 16 MiB, and a request is not much larger.
  private static let longestLine = 64 << 20

  /// Creates the client of a store.
  ///
  /// Its endpoints come from the environment and local git config, and its answers are kept in the
  /// git directory. Fetched data has no influence, because git config belongs to this machine.
  static func providers(
    _ store: RecordStore, _ calls: CallOptions
  ) async throws -> Providers {
    var options = ProviderOptions()
    options.concurrency = calls.concurrency
    options.maxCalls = calls.maxCalls
    options.maxCost = calls.maxCost
    options.isOffline = calls.isOffline
    let timeout = try await number("judge.timeout", store) {
      $0 > 0 && $0 <= CallOptions.longestTimeout
    }
    options.timeout = calls.timeout ?? timeout ?? options.timeout
    let failures = try await number("judge.maxFailures", store) {
      Int(exactly: $0).map { $0 >= 0 } ?? false
    }
    options.maxFailures = failures.map { Int($0) } ?? options.maxFailures
    if let name = calls.sharedBudget {
      guard CallOptions.isBudgetName(name) else {
        throw JudgeFailure(
          .usage, "\"\(name)\" cannot name a shared budget",
          remedy: "use 1 to 64 letters, digits, -, _ and ., and begin with another than a dot")
      }
      options.sharedBudgetFile = "\(store.location.stateDirectory)/budgets/\(name).json"
    }
    options.environment = ProcessInfo.processInfo.environment
    for name in Providers.names {
      for key in ["judge.\(name).baseUrl", "judge.\(name).header", "judge.\(name).endpoint"] {
        options.config[key] = try await store.config(key)
      }
    }
    options.cacheFolder = store.location.stateDirectory + "/calls"
    if let file = try await store.config("judge.prices"), !file.isEmpty {
      let table = try PriceTable(parsing: try LocalFile.readFile(file))
      options.prices = options.prices.overridden(by: table)
    }
    return Providers(options)
  }

  /// Returns a number of local git config, or `nil` if it is not set.
  private static func number(
    _ key: String, _ store: RecordStore, _ fits: (Double) -> Bool
  ) async throws -> Double? {
    guard let text = try await store.config(key) else { return nil }
    guard let number = Double(text), fits(number) else {
      throw JudgeFailure(
        .usage, "git config \(key) is \"\(text)\", which is not a valid number",
        remedy: key == "judge.timeout"
          ? "set seconds, over 0 and at most 86400" : "set a whole number, or 0 for no limit")
    }
    return number
  }

  /// Creates a registry in which the providers answer.
  ///
  /// It does not run programs, because these need a permit.
  ///
  /// - Parameter providers: the client.
  /// - Returns: the registry.
  static func registry(_ providers: Providers) -> ModelRegistry {
    // A nested function: closure literals do not take typed throws here.
    @Sendable func chat(_ uri: ModelURI) throws(JudgeFailure) -> (any ChatModel)? {
      try providers.chatModel(for: uri)
    }
    @Sendable func embedding(_ uri: ModelURI) throws(JudgeFailure) -> (any EmbeddingModel)? {
      try providers.embeddingModel(for: uri)
    }
    return ModelRegistry(providers: [chat], embeddings: [embedding])
  }

  /// The call cache: answers of models, kept in the git directory.
  public var cache: CallCache {
    CallCache(folder: repository.store.location.stateDirectory + "/calls")
  }

  /// The statistics of model calls since the repository was opened.
  public var statistics: CallStatistics {
    repository.providers?.statistics ?? CallStatistics()
  }
}
