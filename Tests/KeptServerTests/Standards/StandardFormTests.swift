import HummingbirdTesting
import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@testable import KeptServer

@Suite struct StandardFormTests {
    private static let draft = StandardDraft(
        name: "Same city", target: "wall:PT90S", tolerance: .seconds(90),
        warnings: [
            WarningStep(.share(0.825), to: .frontLine),
            WarningStep(.before(.seconds(5_400)), to: .lead, isUrgent: true),
            WarningStep(.share(0.95), to: .owner), WarningStep(.before(.seconds(90)), to: .lead),
        ], said: ["en": "With you by {due}.", "zh-Hans": "{due}前送达。", "fr": "Chez vous avant {due}."])

    private static func with(
        _ engine: Engine, _ body: @escaping @Sendable (SiteVisit, Bookshop, ID<Standard>) async throws -> Void
    ) async throws {
        let time = MovedTime("2026-11-05T09:00:00Z")
        try await TestSite.with(engine, time: time) { site in
            let shop = try await Bookshop(store: site.store, time: time)
            let id = try await shop.write { try $0.addStandard(Self.draft).id }
            try await buildApplication(site).test(.router) { client in
                let visit = try await SiteVisit.staff([Grant(role: .owner)], on: site, client)
                try await body(visit, shop, id)
            }
        }
    }

    private static func stored(_ id: ID<Standard>, _ shop: Bookshop) async throws -> Standard {
        try #require(try await shop.store.read { try $0.standard(id) }).standard
    }

    @Test(arguments: TestStore.engines) func savingWhatWasShownLosesNothing(on engine: Engine) async throws {
        try await Self.with(engine) { visit, shop, id in
            var form = try await visit.form("/standards/\(id)", on: "/standards/\(id)")
            form["why"] = "looked at again"
            let before = try await Self.stored(id, shop)
            let answer = try await visit.post(form)
            #expect(answer.status == 303, "\(answer.text)")
            let saved = try await Self.stored(id, shop)
            #expect(saved.warnings == Self.draft.warnings)
            #expect(saved.said == Self.draft.said)
            #expect(saved.tolerance == Self.draft.tolerance && saved.target == before.target)
            #expect(before.target == "wall:PT1M30S", "more than its fields can show")
        }
    }

    @Test(arguments: TestStore.engines) func warningsAreChangedRowByRow(on engine: Engine) async throws {
        try await Self.with(engine) { visit, shop, id in
            var form = try await visit.form("/standards/\(id)", on: "/standards/\(id)")
            form["why"] = "fewer calls"
            form["warning_1_role"] = ""
            form["warning_2_urgent"] = nil
            form["warning_3_at"] = "100"
            let refused = try await visit.post(form)
            #expect(refused.status == 422 && refused.text.contains("id=\"f-warning_3_at-problem\""))
            form["warning_3_at"] = "45"
            form["warning_3_unit"] = "before"
            form["tolerance_minutes"] = "9223372036854775807"
            #expect(try await visit.post(form).status == 422)
            form["tolerance_minutes"] = "5"
            #expect(try await visit.post(form).status == 303)
            let saved = try await Self.stored(id, shop)
            #expect(
                saved.warnings == [
                    WarningStep(.before(.seconds(5_400)), to: .lead), WarningStep(.before(.minutes(45)), to: .owner),
                    WarningStep(.before(.seconds(90)), to: .lead),
                ])
            #expect(saved.tolerance == .minutes(5))
        }
    }

    @Test(arguments: TestStore.engines) func whatIsWrongWithASentenceStandsBesideIt(on engine: Engine) async throws {
        try await Self.with(engine) { visit, _, id in
            var form = try await visit.form("/standards/\(id)", on: "/standards/\(id)")
            form["why"] = "shorter"
            form["said_fr"] = "Chez vous."
            let refused = try await visit.post(form)
            #expect(refused.status == 422 && refused.text.contains("id=\"f-said_fr-problem\""))
        }
    }
}
