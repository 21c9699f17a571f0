// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let subprocess: [Target.Dependency] = [
    .product(name: "Subprocess", package: "swift-subprocess"), .product(name: "SystemPackage", package: "swift-system"),
]
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let nio: [Target.Dependency] = ["NIOCore", "NIOHTTP1", "NIOPosix"].map { .product(name: $0, package: "swift-nio") }
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")

// Each target is a wall: what a target does not depend on, it cannot import. docs/architecture.md tells the rooms.
let package = Package(
    name: "kept",
    products: [
        .executable(name: "kept", targets: ["kept"])
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.65.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.0.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    ],
    targets: [
        // Its loops over figures take a hundred times as long unoptimised, and the tests fit and walk through whole records.
        .target(
            name: "KeptFigures",
            swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
        .target(name: "KeptDomain", dependencies: ["KeptFigures"], swiftSettings: strict),
        .target(
            name: "KeptWords", dependencies: ["KeptDomain"], resources: [.copy("Strings")], swiftSettings: strict),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CGMime", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(
            name: "KeptMail", dependencies: ["KeptDomain", "CGMime", "CCurl", crypto], swiftSettings: strict),
        .target(
            name: "KeptStore",
            dependencies: [
                "KeptDomain", "KeptFigures", "KeptWords", "KeptMail", "CSQLite", "CLibpq", "CZlib", logging, crypto,
            ] + subprocess,
            resources: [.copy("Migrations")], swiftSettings: strict),
        .target(
            name: "KeptServer",
            dependencies: [
                "KeptStore", "KeptMail", "KeptDomain", "KeptFigures", "KeptWords", hummingbird, logging, lifecycle,
                crypto, httpTypes,
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ] + nio,
            resources: [.copy("Assets")], swiftSettings: strict),
        .executableTarget(
            name: "kept",
            dependencies: [
                "KeptServer", "KeptStore", "KeptMail", "KeptDomain", "KeptFigures", "KeptWords", logging, lifecycle,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/KeptCLI", swiftSettings: strict),
        .target(
            name: "KeptTestSupport",
            dependencies: ["KeptServer", "KeptStore", "KeptMail", "KeptDomain", "KeptWords", "CLibpq", logging]
                + subprocess,
            path: "Tests/KeptTestSupport", swiftSettings: strict),
        .testTarget(
            name: "KeptDomainTests",
            dependencies: ["KeptDomain", "KeptFigures", "KeptWords", "KeptStore", "KeptTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "KeptMailTests",
            dependencies: ["KeptMail", "KeptDomain", "KeptTestSupport"], swiftSettings: strict),
        .testTarget(
            name: "KeptStoreTests",
            dependencies: ["KeptStore", "KeptFigures", "KeptMail", "KeptTestSupport", "CSQLite"] + subprocess,
            swiftSettings: strict),
        .testTarget(
            name: "KeptServerTests",
            dependencies: [
                "KeptServer", "KeptMail", "KeptTestSupport", httpTypes,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ] + nio,
            swiftSettings: strict),
    ]
)
