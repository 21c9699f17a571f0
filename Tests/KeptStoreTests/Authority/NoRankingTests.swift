import Foundation
import Testing

/// No part of the program sets colleagues side by side by what they gave.
@Suite struct NoRankingTests {
    @Test func nothingGroupsOrSortsRemediesByWhoGaveThem() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        // A statement goes over lines; it ends before the next clause begins.
        let ordered = /(?:GROUP|ORDER|PARTITION) BY[^"\)]*given_by/
        let narrowed = /given_by\s*(?:=|<>|IN\b|LIKE\b|IS\b)/
        var readers: [String] = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let folder = file.deletingLastPathComponent().lastPathComponent
            let text = try String(contentsOf: file, encoding: .utf8)
            guard text.contains("remedies"), folder != "Doctor" else { continue }
            if text.contains(ordered) { readers.append(file.lastPathComponent) }
            // The check of somebody's own day is the one thing that asks by whom.
            if folder != "Authority", text.contains(narrowed) { readers.append(file.lastPathComponent) }
        }
        #expect(readers.isEmpty, "they would rank colleagues by what they gave")
    }
}
