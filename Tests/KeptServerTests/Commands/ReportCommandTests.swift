import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// `kept report` and `kept search`, run as built on a record of each engine.
@Suite struct ReportCommandTests {
    /// A record in which a customer complained of a torn book and was answered, with a word kept and a word broken.
    private static func withRecord(
        _ engine: Engine, _ body: (BuiltKept, [String]) async throws -> Void
    ) async throws {
        let time = MovedTime("2026-11-02T10:00:00+01:00")
        try await TestStore.withLocation(engine, time: time) { store, location in
            let shop = try await Bookshop(store: store, time: time)
            try await shop.addStandard("Next day by 12:00", target: "day+1@12:00")
            let kept = try await shop.order(shop.draft("A-1")).order.id
            _ = try await shop.order(shop.draft("A-2"))
            time.advance(by: .hours(20))
            try await shop.tell(.delivered, of: kept)
            time.advance(by: .hours(7))
            try await shop.lapse()
            try await shop.write { tx in
                let found = try tx.openCase(
                    kind: .complaint, subject: "The torn almanac", customer: nil, order: nil, place: nil)
                _ = try tx.noteSpecialRequest(SpecialRequestDraft(.expedite, "today, please"), on: found.id)
            }
            let place =
                switch location {
                case .folder(let path): ["--data", path]
                case .database(let address): ["--database", address]
                }
            try await body(try BuiltKept(), place)
        }
    }

    private static let days = ["--from", "2026-11-01", "--to", "2026-11-30"]

    private func object(_ outcome: BuiltKept.Outcome) throws -> [String: Any] {
        #expect(outcome.exitCode == 0 && outcome.complaint.isEmpty, "\(outcome.complaint)")
        return try #require(try JSONSerialization.jsonObject(with: Data(outcome.answer.utf8)) as? [String: Any])
    }

    private func list(_ outcome: BuiltKept.Outcome) throws -> [[String: Any]] {
        #expect(outcome.exitCode == 0 && outcome.complaint.isEmpty, "\(outcome.complaint)")
        return try #require(try JSONSerialization.jsonObject(with: Data(outcome.answer.utf8)) as? [[String: Any]])
    }

    @Test(arguments: TestStore.engines) func recoveryAndPromisesAreToldToPrograms(on engine: Engine) async throws {
        try await Self.withRecord(engine) { kept, place in
            let report = try object(
                try await kept.run(["report", "recovery", "--format", "json", "--within", "30"] + Self.days + place))
            #expect(
                Set(report.keys)
                    == [
                        "from", "to", "recoveries", "failures", "first_step_seconds", "steps", "follow_ups",
                        "made_good",
                        "later_purchases", "cost", "causes",
                    ])
            #expect(report["recoveries"] as? Int == 2 && report["from"] as? String == "2026-11-01")
            let failures = try #require(report["failures"] as? [[String: Any]])
            #expect(Set(failures.compactMap { $0["kind"] as? String }) == ["broken-promise", "complaint"])
            #expect((report["later_purchases"] as? [String: Any])?["days"] as? Int == 30)
            let promises = try list(
                try await kept.run(["report", "promises", "--format", "json"] + Self.days + place))
            let count = try #require(promises.first)
            #expect(
                Set(count.keys)
                    == [
                        "month", "standard_id", "standard", "kept", "broken", "kept_share", "chains", "first_word_kept",
                        "first_word_kept_share",
                    ])
            #expect(promises.count == 1 && count["kept"] as? Int == 1 && count["broken"] as? Int == 1)
            let ever = try list(
                try await kept.run(
                    ["report", "promises", "--format", "json", "--from", "0001-01-01", "--to", "9998-12-31"] + place))
            #expect(ever.count == 1, "no month is asked for in which nothing was settled")
            let table = try await kept.run(["report", "recovery"] + Self.days + place)
            #expect(table.exitCode == 0 && table.answer.hasPrefix("step"), "\(table.answer)")
        }
    }

    @Test(arguments: TestStore.engines) func theServiceAndTheSearchAreToldToPrograms(on engine: Engine) async throws {
        try await Self.withRecord(engine) { kept, place in
            let months = try list(
                try await kept.run(["report", "service", "--format", "json", "--by", "month"] + Self.days + place))
            let month = try #require(months.first)
            #expect(month["key"] as? String == "2026-11")
            let figures = try #require(month["figures"] as? [[String: Any]])
            #expect(figures.count == ServiceMeasure.allCases.count)
            #expect(
                figures.allSatisfy {
                    Set($0.keys).isSuperset(of: ["measure", "factor", "scale", "count", "value", "low", "high"])
                })
            let csv = try await kept.run(
                ["report", "service", "--format", "csv", "--by", "product-group"] + Self.days + place)
            #expect(csv.exitCode == 0 && csv.answer.hasPrefix("key,factor,measure,scale,count"), "\(csv.answer)")
            let found = try object(try await kept.run(["search", "almanac", "--format", "json"] + place))
            #expect("\(found)".contains("The torn almanac"))
            let none = try await kept.run(["search", "zeppelin"] + place)
            #expect(none.exitCode == 0 && !none.answer.contains("almanac"))
        }
    }

    @Test(arguments: ["recovery", "promises", "service"]) func aSpanThatEndsBeforeItBeginsIsRefused(
        report: String
    ) async throws {
        let outcome = try await BuiltKept().run(
            ["report", report, "--from", "2026-11-05", "--to", "2026-11-04", "--data", "/nowhere"])
        #expect(outcome.exitCode == 64 && outcome.answer.isEmpty, "\(outcome.exitCode)")
        #expect(outcome.complaint.contains("2026-11-05") && outcome.complaint.contains("2026-11-04"))
        let unknown = try await BuiltKept().run(
            ["report", "recovery", "--within", "45", "--data", "/nowhere"], environment: ["LC_ALL": "C"])
        #expect(unknown.exitCode == 64 && unknown.complaint.contains("45"))
    }
}
