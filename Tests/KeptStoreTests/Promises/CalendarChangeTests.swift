import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite("Calendars that change") struct CalendarChangeTests {
    static let longer = Counter.hours.replacing("17:00", with: "19:00")

    @Test("C46 a told promise keeps its time, an aim of our own moves", arguments: TestStore.engines)
    func c46(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let told = try await counter.promise(counter.draft("a", target: .open(.hours(10))), at: "2026-03-05 09:00")
            let aim = try await counter.promise(
                counter.draft("b", target: .open(.hours(10)), isTold: false), at: "2026-03-05 09:00")
            #expect(told.due == Counter.at("2026-03-06 11:00") && aim.due == told.due)
            let draft = try CalendarDraft(json: Self.longer)
            let moved = try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 10:00")) {
                try $0.changeCalendar(counter.officeHours, name: "office", draft)
            }
            #expect(moved == 1)
            #expect(try await counter.reload(told).due == Counter.at("2026-03-06 11:00"))
            let after = try await counter.reload(aim)
            #expect(after.due == Counter.at("2026-03-05 19:00"))
            #expect(after.toldDue == aim.toldDue, "both are visible")
            try await counter.look(at: "2026-03-05 19:01")
            #expect(try await counter.reload(aim).state == .broken)
            #expect(try await counter.reload(told).isOpen)
        }
    }

    @Test("C45 open promises keep the version under which they were given", arguments: TestStore.engines)
    func c45(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let told = try await counter.promise(counter.draft(target: .open(.hours(10))), at: "2026-03-05 09:00")
            let draft = try CalendarDraft(json: Self.longer)
            try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 10:00")) {
                _ = try $0.changeCalendar(counter.officeHours, name: "office", draft)
            }
            #expect(try await counter.reload(told).calendarVersion == told.calendarVersion)
            try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 16:00")) {
                _ = try $0.pausePromise(told.id, because: .waitingForCustomer)
            }
            let resumed = try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 18:00")) {
                try $0.resumePromise(told.id)
            }
            #expect(resumed.due == Counter.at("2026-03-06 12:00"), "the hour from 16 to 17 counts, the hour after not")
        }
    }

    @Test("C20 after a zone's rules changed open promises move, settled ones do not", arguments: TestStore.engines)
    func c20(on engine: Engine) async throws {
        // Until the update the country keeps winter time all year; the tz database of the test is a folder of its own.
        let folder = FileManager.default.temporaryDirectory.appending(path: "kept-zones-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appending(path: "Test"), withIntermediateDirectories: true)
        defer { do { try FileManager.default.removeItem(at: folder) } catch { Issue.record(error) } }
        let land = folder.appending(path: "Test/Land")
        try FileManager.default.copyItem(atPath: "/usr/share/zoneinfo/Etc/GMT-1", toPath: land.path)
        let location = try await TestStore.fresh(engine)
        let before = try await Store.open(location, time: SystemTime(), zones: ZoneFiles(folder: folder.path))
        let hours = Counter.hours.replacing("Europe/Berlin", with: "Test/Land")
        let made = try Instant(iso: "2026-07-06T12:00:00Z")
        let promises: [Promise] = try await before.write(as: .shell, at: made) { tx in
            let calendar = try tx.addCalendar(name: "office", CalendarDraft(json: hours))
            let customer: ID<Customer> = tx.newID()
            try tx.run("INSERT INTO customers (id, name, created_at) VALUES (\(customer), 'Ann', 0)")
            return try ["a", "b"].map { subject in
                try tx.makePromise(
                    PromiseDraft(
                        about: .customer(customer, subject: subject), said: "Soon", language: "en", zone: "Test/Land",
                        due: .target(.open(.hours(3)), calendar: calendar)))
            }
        }
        // Made at 13:00 there: three of the four hours left today.
        #expect(promises[0].due == made + .hours(3))
        try await before.write(as: .shell, at: made + .hours(1)) {
            _ = try $0.keepPromise(promises[1].id, at: made + .hours(1), evidence: "done")
        }
        await before.close(at: made)
        try FileManager.default.removeItem(at: land)
        try FileManager.default.copyItem(atPath: "/usr/share/zoneinfo/Etc/GMT-3", toPath: land.path)
        let after = try await Store.open(location, time: SystemTime(), zones: ZoneFiles(folder: folder.path))
        let moved = try await after.followZoneRules(at: made + .hours(2))
        let reread = try await after.read { reading in try promises.map { try reading.knownPromise($0.id) } }
        await after.close(at: made)
        try await TestStore.remove(location)
        // By the new rules it was made at 15:00 there: two hours today, one tomorrow from nine, which is 06:00Z.
        #expect(moved == 1)
        let tomorrow = try Instant(iso: "2026-07-07T07:00:00Z")
        #expect(reread[0].due == tomorrow)
        #expect(reread[1].due == promises[1].due && reread[1].state == .kept)
    }
}
