import Foundation
import KeptDomain
import KeptServer
import KeptStore
import KeptWords
import Testing

/// Pages as stored HTML: a page value in, compared with `Tests/Snapshots/<name>.<language>.html`.
///
/// `KEPT_RECORD=1 scripts/test` writes the files anew; look at the difference before keeping it.
enum Snapshot {
    static let vocabulary = try! Vocabulary.load()
    static let assets = try! Assets.load()
    static let zones = ZoneFiles()

    static let languages = ["en", "zh-Hans"]

    /// Thursday 5 November 2026, 14:20 in Shanghai.
    static let now = try! Instant(iso: "2026-11-05T06:20:00Z")

    private static var navigation: Regex<Substring> { /<nav class="side"[^\n]*?<\/nav>/ }

    static func at(_ text: String) -> Instant { try! Instant(iso: "\(text):00+08:00") }

    static func context(_ language: String, path: String = Paths.today, isPublic: Bool = false) -> PageContext {
        let reader = Reader(
            id: ID(7), name: "Lin Yue", actor: .person(ID(7), grants: [Grant(role: .owner)]))
        return PageContext(
            words: vocabulary[Language(language)], zone: try! zones.zone("Asia/Shanghai"), now: now,
            reader: isPublic ? nil : reader, formToken: "form-token", path: path,
            business: language == "en" ? "Paper Boat Books" : "纸船书店", assets: assets,
            languages: vocabulary.languages.map { vocabulary[$0] },
            counts: NavigationCounts(atRisk: 3, myCases: 2))
    }

    /// Compares `page` with the stored one, records it when asked to, and checks what holds for every page.
    static func expect(
        _ page: HTML, _ name: String, _ language: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let text = page.text.replacing(assets.version, with: "VERSION")
        #expect(!text.contains("⟦"), "a word is missing in \(name)", sourceLocation: sourceLocation)
        #expect(
            !text.contains(" style=") && !text.contains("onclick"), "inline style or script",
            sourceLocation: sourceLocation)
        let ids = text.matches(of: /\sid="([^"]+)"/).map { $0.1 }
        #expect(Set(ids).count == ids.count, "an id stands twice in \(name)", sourceLocation: sourceLocation)
        // The navigation is the same everywhere: Today holds it whole, other pages only where they stand in it, so that a
        // new entry changes one stored page.
        let stands =
            name.hasPrefix("today")
            ? text
            : text.replacing(navigation) { found in
                found.0.firstMatch(of: /<a href="[^"]*" aria-current="page"/)?.0 ?? ""
            }
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Snapshots/\(name).\(language).html")
        if ProcessInfo.processInfo.environment["KEPT_RECORD"] != nil {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try stands.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let stored = try String(contentsOf: file, encoding: .utf8)
        if stored != stands {
            let pair = zip(stored.split(separator: "\n"), stands.split(separator: "\n")).first { $0 != $1 }
            Issue.record(
                "\(name) differs from the stored page.\nstored: \(pair?.0 ?? "")\nnow:    \(pair?.1 ?? "")",
                sourceLocation: sourceLocation)
        }
    }
}
