import KeptDomain
import KeptTestSupport
import KeptWords
import Testing

@testable import KeptStore

/// Damage that only a file can have: PostgreSQL lets no broken reference come to be and checks its pages itself.
@Suite struct DoctorStorageTests {
    /// A shop with one order, whose file is changed by `script` behind Kept's back.
    private static func damaged(by script: String) async throws -> [Finding] {
        let time = MovedTime("2026-11-02T08:00:00+01:00")
        return try await TestStore.withLocation(.sqlite, time: time) { store, location in
            let shop = try await Bookshop(store: store, time: time)
            try await shop.order(shop.draft("A-1"))
            guard case .folder(let folder) = location else { return [] }
            do {
                let connection = try SQLiteConnection(path: folder + "/kept.db", writable: true)
                try connection.runScript(script)
            }
            var found: [Finding] = []
            _ = try await store.examine { found.append($0) }
            return found
        }
    }

    @Test func aRowThatPointsToNothingIsFound() async throws {
        let found = try await Self.damaged(
            by: "PRAGMA foreign_keys = OFF; UPDATE order_lines SET parcel_id = 77")
        let broken = try #require(found.first { $0.kind == .brokenReference }, "\(found)")
        #expect(broken.place.hasPrefix("order_lines:") && broken.facts == [Fact("table", "parcels")])
        #expect(found.count == 1, "\(found)")
    }

    @Test func whatTheEngineFindsWrongInItsFileIsFound() async throws {
        let found = try await Self.damaged(
            by: """
                CREATE INDEX odd ON orders (city);
                PRAGMA writable_schema = ON;
                UPDATE sqlite_master SET sql = 'CREATE INDEX odd ON orders (status)' WHERE name = 'odd';
                CREATE TABLE scratch (a); DROP TABLE scratch
                """)
        let damaged = try #require(found.first { $0.kind == .damagedStorage })
        #expect(damaged.place == "kept.db" && damaged.facts.first?.value.contains("index odd") == true, "\(damaged)")
    }

    @Test func everyKindOfFindingSaysWhatItIsAndHowToMendIt() throws {
        for language in try Vocabulary.shared().languages {
            let words = try Vocabulary.shared()[language]
            for kind in Finding.Kind.allCases {
                #expect(words.has(.of("doctor.what", kind)) && words.has(.of("doctor.mend", kind)), "\(kind)")
            }
        }
    }
}
