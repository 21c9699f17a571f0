import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct ZoneFilesTests {
    let files = ZoneFiles()

    @Test func anUnknownNameIsRefusedWithNamesThatLookLikeIt() {
        #expect(throws: ZoneFilesError.unknownZone("Europe/Berln", near: ["Europe/Berlin"])) {
            try files.zone("Europe/Berln")
        }
        #expect(throws: ZoneFilesError.unknownZone("berlin", near: ["Europe/Berlin"])) { try files.zone("berlin") }
    }

    @Test(arguments: [
        "", "../../../etc/passwd", "/etc/passwd", "Europe", "Europe/", "./UTC", "zone.tab", "tzdata.zi",
        "Europe/Berlin\0",
    ])
    func namesThatAreNoZonesNeverLeaveTheFolder(name: String) {
        #expect { try files.zone(name) } throws: { error in
            guard case ZoneFilesError.unknownZone(name, _) = error else { return false }
            return true
        }
    }

    @Test func everyListedZoneCanBeRead() throws {
        let names = try files.names()
        #expect(names.count > 400)
        #expect(names.contains("Asia/Shanghai") && names.contains("UTC"))
        #expect(!names.contains { $0.hasPrefix("posix") || $0.hasPrefix("right") })
        for name in names { _ = try files.zone(name) }
    }

    /// A mistyped zone is looked for among names that were found once, not in the folder each time.
    @Test func theFolderIsWalkedOnce() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kept-zones-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let rules = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Berlin"))
        try rules.write(to: folder.appending(path: "Here"))
        let files = ZoneFiles(folder: folder.path)
        #expect(try files.names() == ["Here"])
        try FileManager.default.removeItem(at: folder)
        #expect(throws: ZoneFilesError.unknownZone("Hera", near: ["Here"])) { try files.zone("Hera") }
        _ = files.reload()
        #expect(throws: ZoneFilesError.noDatabase(folder: folder.path)) { try files.names() }
    }

    @Test func aZoneCountingLeapSecondsIsRefused() {
        guard FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/right/Europe/Berlin") else { return }
        #expect(throws: ZoneFilesError.brokenZone("right/Europe/Berlin", .countsLeapSeconds)) {
            try files.zone("right/Europe/Berlin")
        }
    }

    @Test("C20 A changed rule is noticed when the zones are read again") func c20_aChangedRuleIsNoticed() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zones-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        let place = folder.appendingPathComponent("Here")
        let rules = URL(fileURLWithPath: "/usr/share/zoneinfo")
        try FileManager.default.copyItem(at: rules.appendingPathComponent("Europe/Berlin"), to: place)
        let files = ZoneFiles(folder: folder.path)
        let before = try files.fingerprint(of: "Here")
        #expect(files.reload() == [])
        try Data(contentsOf: rules.appendingPathComponent("Africa/Lagos")).write(to: place)
        #expect(try files.fingerprint(of: "Here") == before)
        #expect(files.reload() == ["Here"])
        #expect(try files.fingerprint(of: "Here") != before)
    }

    @Test func aFolderWithoutZonesIsNamed() {
        #expect(throws: ZoneFilesError.noDatabase(folder: "/nowhere")) {
            try ZoneFiles(folder: "/nowhere").zone("Europe/Berlin")
        }
    }
}
