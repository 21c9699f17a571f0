import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

@testable import KeptServer

/// What operations write into the journal has its words in every language.
@Suite struct JournalWordsTests {
    private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources/KeptStore")

    /// The kinds as the sources write them: `JournalEntry("order.made"` and `as: "promise.kept"`.
    private static let kinds = Result { try readKinds() }

    private static func readKinds() throws -> Set<String> {
        let written = /(?:JournalEntry\(\s*|as: )"([a-z]+\.[a-z_-]+)"/
        var kinds: Set<String> = []
        let files = try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }
        for file in files {
            let text = try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
            kinds.formUnion(text.matches(of: written).map { String($0.1) })
        }
        return kinds
    }

    @Test(arguments: Snapshot.languages) func everyKindHasItsWords(language: String) throws {
        let words = Snapshot.context(language).words
        let kinds = try Self.kinds.get().union(TrackingEvent.Kind.allCases.map(\.journalKind))
        #expect(kinds.count > 40)
        let wordless = kinds.filter { !words.has(WordKey.of("journal.kinds", named: $0)) }
        #expect(wordless.isEmpty, "\(wordless.sorted()) in \(language)")
    }

    @Test(arguments: Snapshot.languages) func everyFactOfADayHasItsWords(language: String) async throws {
        let vocabulary = try Vocabulary.shared()
        let words = Snapshot.context(language).words
        let time = MovedTime("2026-11-22T09:00:00Z")
        let records = try await TestStore.with(.sqlite, time: time) { store in
            _ = try await DemoLoading(into: store, at: time.now, seed: 4, words: vocabulary, orders: 300).run()
            return try await store.read { try $0.latestJournal(before: nil, limit: 5_000, matching: JournalFilter()) }
        }
        let facts = Set(records.flatMap { $0.entry.facts.map(\.name) }).subtracting(programOnly)
        #expect(facts.count > 8)
        let wordless = facts.filter { !words.has(WordKey.of("journal.facts", named: $0)) }
        #expect(wordless.isEmpty, "\(wordless.sorted()) in \(language)")
    }

    @Test func aFactIsToldAsAPersonReadsIt() throws {
        let context = Snapshot.context("zh-Hans")
        func told(_ fact: Fact, of kind: String = "promise.paused") -> String? {
            let line = JournalLine(
                position: .start, at: Snapshot.at("2026-11-05T12:00"), who: "Kept", kind: kind, subject: .business,
                subjectName: "Kept", subjectLink: nil, why: nil, facts: [fact])
            return journalFact(fact, of: line, context)?.text
        }
        #expect(told(Fact("because", "out-of-our-hands"))?.contains("out-of-our-hands") == false)
        #expect(told(Fact("due", Snapshot.at("2026-11-06T12:00").iso))?.contains("<time") == true)
        #expect(told(Fact("order", 3_765_069_045_745_844_289))?.contains("/orders/3765069045745844289") == true)
        #expect(told(Fact("parcel", 3_765_069_045_745_844_289)) == nil)
        #expect(told(Fact("status", "delivered"), of: "order.delivered") == nil)
        #expect(told(Fact("status", "in_transit"), of: "order.in-transit") == nil)
    }
}
