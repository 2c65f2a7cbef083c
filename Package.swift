// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let arguments = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "topo-archive",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "topo-archive", targets: ["topo-archive"]),
    .executable(name: "topo-simulator", targets: ["topo-simulator"]),
    .library(name: "Activities", targets: ["Activities"]),
    .library(name: "Archiver", targets: ["Archiver"]),
    .library(name: "Simulator", targets: ["Simulator"]),
  ],
  traits: [
    .trait(name: "Libdeflate", description: "Deflates and inflates blocks by libdeflate, not zlib.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    // Without its default traits, of which FullFoundation would have each command load 54 MB of Foundation.
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
  ],
  targets: [
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CLibdeflate", pkgConfig: "libdeflate",
      providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]),
    .systemLibrary(
      name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"]), .brew(["nettle"])]),
    .target(name: "CChecksum", dependencies: ["CZlib"]),
    .target(name: "Activities", swiftSettings: settings),
    .target(name: "Patterns", swiftSettings: settings),
    .target(
      name: "ArchiveFormat", dependencies: ["Activities", "CNettle", crypto],
      swiftSettings: settings),
    .target(
      name: "ArchiveStore",
      dependencies: [
        "Activities", "ArchiveFormat", "CChecksum", "CZlib",
        .target(name: "CLibdeflate", condition: .when(traits: ["Libdeflate"])), crypto,
      ],
      swiftSettings: settings),
    .target(
      name: "ActivityAPI",
      dependencies: [
        "Activities", httpClient, nioCore, nioHTTP1, nioPosix, nioSSL, logging,
      ],
      swiftSettings: settings),
    .target(
      name: "Archiver",
      dependencies: [
        "Activities", "ActivityAPI", "ArchiveFormat", "ArchiveStore", "Patterns", crypto, logging,
      ],
      swiftSettings: settings),
    .target(
      name: "ActivityServer",
      dependencies: ["Activities", hummingbird, httpTypes, nioCore, logging],
      swiftSettings: settings),
    .target(
      name: "Simulator",
      dependencies: ["Activities", "ActivityServer", hummingbird, httpTypes, nioCore, logging],
      swiftSettings: settings),
    .target(
      name: "ArchivePage",
      dependencies: [
        "Activities", "ActivityServer", "ArchiveFormat", "ArchiveStore", "Archiver", "Patterns",
        crypto, hummingbird, httpTypes, nioCore, nioHTTP1, nioPosix, logging,
      ],
      resources: [.embedInCode("Assets")],
      swiftSettings: settings),
    .executableTarget(
      name: "topo-archive",
      dependencies: [
        "Activities", "ActivityAPI", "ArchiveFormat", "ArchivePage", "ArchiveStore", "Archiver",
        "Patterns", arguments, logging,
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "topo-simulator", dependencies: ["Activities", "Simulator", arguments, logging],
      swiftSettings: settings),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(
      name: "ActivitiesTests", dependencies: ["TestSupport", "Activities"], swiftSettings: settings),
    .testTarget(
      name: "PatternsTests", dependencies: ["TestSupport", "Patterns"], swiftSettings: settings),
    .testTarget(
      name: "ArchiveFormatTests",
      dependencies: ["TestSupport", "Activities", "ArchiveFormat", crypto],
      swiftSettings: settings),
    .testTarget(
      name: "ArchiveStoreTests",
      dependencies: [
        "TestSupport", "Activities", "ArchiveFormat", "ArchiveStore", "CZlib", crypto,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ActivityAPITests",
      dependencies: ["TestSupport", "Activities", "ActivityAPI", "Simulator", logging, nioPosix],
      swiftSettings: settings),
    .testTarget(
      name: "SimulatorTests",
      dependencies: [
        "TestSupport",
        "Activities", "ActivityServer", "Simulator", httpClient, nioCore, nioHTTP1, logging,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ArchiverTests",
      dependencies: [
        "TestSupport",
        "Activities", "ActivityAPI", "ArchiveFormat", "ArchiveStore", "Archiver", "Patterns",
        "Simulator", crypto, logging, nioCore, nioPosix,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ArchivePageTests",
      dependencies: [
        "TestSupport", "Activities", "ActivityAPI", "ArchiveFormat", "ArchivePage",
        "ArchiveStore", "Archiver", "Patterns", "Simulator", logging, nioCore,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "TestSupport", "Activities", "ActivityAPI", "ArchiveFormat", "ArchiveStore", "Archiver",
        "Simulator", "topo-archive", logging, nioCore, nioPosix, nioSSL,
      ],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)

// Linked with libFuzzer, which no other build has: scripts/fuzz sets this.
if Context.environment["TOPO_ARCHIVE_FUZZING"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz",
      dependencies: ["TestSupport", "Activities", "ArchiveFormat", "ArchiveStore", "Patterns"],
      path: "Tests/Fuzzing", swiftSettings: settings))
}
