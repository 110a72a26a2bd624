// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// A target of ours, with the settings that all of them share.
func module(
  _ name: String, _ dependencies: [Target.Dependency], extra: [SwiftSetting] = []
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings + extra)
}

/// The tests of a target, which mirror its sources.
func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.target(name: name), "JudgeTestSupport"] + dependencies,
    swiftSettings: settings)
}

let package = Package(
  name: "git-judge",
  products: [
    .executable(name: "git-judge", targets: ["git-judge"]),
    .library(name: "GitJudge", targets: ["GitJudge"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.4.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CLibcrypt", providers: [.apt(["libcrypt-dev"])]),
    .systemLibrary(
      name: "CLibgit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
    .systemLibrary(
      name: "CLibdeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(
      name: "CLibpcre2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    .target(name: "CJudgeAssets"),
    module("JudgeWork", []),
    module("JudgeJSON", ["CLibcrypto"], extra: [.strictMemorySafety()]),
    module("JudgePatterns", ["CLibpcre2"]),
    module("JudgeRecords", ["JudgeJSON"]),
    module("JudgeReview", ["JudgeRecords"]),
    module(
      "JudgeGit",
      [
        "CLibgit2", "CLibdeflate", "CLibcrypto", "JudgeWork",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),
    module("JudgeStore", ["JudgeRecords", "JudgeGit", "CLibcrypto"]),
    module(
      "JudgeIndex",
      [
        "JudgeStore", "JudgePatterns", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    module("JudgeAgreement", ["JudgeWork"]),
    module("JudgeCharts", []),
    module("JudgePrivacy", ["JudgeJSON"]),
    module("JudgeModels", ["JudgeRecords", "JudgeWork"]),
    module(
      "JudgeProviders",
      [
        "JudgeModels", "JudgePrivacy",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    module(
      "JudgeTracing",
      ["JudgeModels", .product(name: "Tracing", package: "swift-distributed-tracing")]),
    module("JudgeScoring", ["JudgeModels", "JudgePatterns", "JudgePrivacy"]),
    module("JudgeEvaluation", ["JudgeScoring", "JudgeAgreement"]),
    module("JudgeAlignment", ["JudgeEvaluation"]),
    module(
      "JudgeInterchange",
      [
        "JudgeRecords", "JudgeWork", "CLibdeflate",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ]),
    module(
      "GitJudge",
      [
        "CJudgeAssets", "JudgeIndex", "JudgeProviders", "JudgeAlignment", "JudgeCharts",
        "JudgeInterchange", "JudgeReview", "JudgeTracing",
      ]),
    module(
      "JudgeServer",
      [
        "CLibcrypt", "GitJudge", .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]),
    .executableTarget(
      name: "git-judge",
      dependencies: [
        "GitJudge", "JudgeServer",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "custom-judges", dependencies: ["GitJudge"], path: "Examples/custom-judges",
      exclude: ["README.md"], swiftSettings: settings),
    .executableTarget(
      name: "align-a-judge", dependencies: ["GitJudge"], path: "Examples/align-a-judge",
      exclude: ["README.md"], swiftSettings: settings),
    .target(
      name: "JudgeTestSupport", path: "Tests/JudgeTestSupport", swiftSettings: settings),
    tests("JudgeWork"),
    tests("JudgeJSON"),
    tests("JudgePatterns"),
    tests("JudgeRecords", ["JudgeJSON", "CJudgeAssets"]),
    tests("JudgeGit"),
    tests("JudgeStore", ["CLibcrypto"]),
    tests("JudgeIndex"),
    tests("JudgeAgreement"),
    tests("JudgeCharts"),
    .target(
      name: "StubModelServer",
      dependencies: [
        "JudgeJSON", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ], path: "Tests/StubModelServer", swiftSettings: settings),
    .target(
      name: "SimulatedModel",
      dependencies: ["StubModelServer", "JudgeModels", "JudgeTestSupport"],
      path: "Tests/SimulatedModel", swiftSettings: settings),
    .executableTarget(
      name: "simulated-llm",
      dependencies: [
        "SimulatedModel", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Tests/SimulatedModelServer", swiftSettings: settings),
    .executableTarget(
      name: "coverage", dependencies: ["JudgeAlignment", "SimulatedModel"],
      path: "Benchmarks/Simulations", swiftSettings: settings),
    tests("SimulatedModel", ["JudgeJSON", "StubModelServer", "simulated-llm"]),
    tests("JudgePrivacy", ["JudgeJSON"]),
    tests("JudgeProviders", ["StubModelServer"]),
    tests(
      "JudgeTracing", [.product(name: "Tracing", package: "swift-distributed-tracing")]),
    tests("JudgeScoring"),
    tests("JudgeEvaluation"),
    tests("JudgeAlignment", ["SimulatedModel"]),
    tests("JudgeInterchange", [.product(name: "SwiftProtobuf", package: "swift-protobuf")]),
    .target(
      name: "ReviewTestSupport", dependencies: ["JudgeReview"], path: "Tests/ReviewTestSupport",
      swiftSettings: settings),
    tests("JudgeReview", ["ReviewTestSupport"]),
    tests("GitJudge"),
    tests(
      "JudgeServer",
      [
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
      ]),
    .testTarget(
      name: "GitJudgeCommandTests",
      dependencies: ["git-judge", "JudgeTestSupport", "ReviewTestSupport"],
      swiftSettings: settings),
    // They start the programs and link none of them, so they are compiled beside the program.
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["JudgeTestSupport", "StubModelServer", "SimulatedModel"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu2x
)
