import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct CustomerTests {
    @Test(arguments: TestStore.engines) func aCustomerIsFoundBySourceThenByEmailAndOnlyCompleted(on engine: Engine)
        async throws
    {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            func met(_ draft: CustomerDraft) async throws -> Customer {
                try await shop.write { try $0.findOrMakeCustomer(draft) }
            }
            let first = try await met(
                CustomerDraft(source: "erp", externalID: "7", name: "Ada", email: "ada@example.org"))
            let byPair = try await met(
                CustomerDraft(
                    source: "erp", externalID: "7", name: "Ada King", language: "de",
                    address: Address(city: "Bonn", country: "DE")))
            #expect(byPair.id == first.id)
            #expect(byPair.name == "Ada", "what we know is not overwritten")
            #expect(byPair.language == "de")
            #expect(byPair.zone == "Europe/Berlin")
            let byMail = try await met(CustomerDraft(name: "A. King", email: " ADA@example.org ", phone: "0228 1"))
            #expect(byMail.id == first.id)
            #expect(byMail.zone == "Europe/Berlin")
            let other = try await met(CustomerDraft(source: "erp", externalID: "8", name: "Bo"))
            #expect(other.id != first.id)
            let contacts = try await shop.store.read { try $0.contacts(of: first.id) }
            #expect(contacts.map(\.value) == ["ada@example.org", "0228 1"])
        }
    }

    @Test func zonesAreTakenFromAnAddressOnlyWhereItIsSure() {
        #expect(Address(country: "cn").zone == "Asia/Shanghai")
        #expect(Address(country: "US").zone == nil)
        #expect(Address(region: "AC", country: "BR").zone == "America/Rio_Branco")
        #expect(Address(region: "AM", country: "BR").zone == nil)
        #expect(Address(region: "SP").zone == nil)
    }

    @Test func everyZoneOfAnAddressExists() throws {
        let zones = ZoneFiles()
        for letters in Self.pairs {
            if let zone = Address(country: letters).zone { _ = try zones.zone(zone) }
            if let zone = Address(region: letters, country: "BR").zone { _ = try zones.zone(zone) }
        }
    }

    private static let pairs: [String] = {
        let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(UnicodeScalar($0)) }
        return letters.flatMap { first in letters.map { first + $0 } }
    }()

    @Test(arguments: TestStore.engines) func placesCarriersAndWindowsAreChangedByRevision(on engine: Engine)
        async throws
    {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            let carrier = try await shop.write { try $0.addCarrier(CarrierDraft(name: "Post")) }
            try await shop.write { try $0.changeCarrier(carrier.id, to: CarrierDraft(name: "Post AG"), revision: 1) }
            await #expect(throws: StoreError.self) {
                try await shop.write { try $0.changeCarrier(carrier.id, to: CarrierDraft(name: "Other"), revision: 1) }
            }
            await #expect(throws: InvalidInput.self) {
                _ = try await shop.write {
                    try $0.addCarrier(CarrierDraft(name: "Post AG", trackingURL: "javascript:x"))
                }
            }
            await #expect(throws: SetUpRefusal.defaultPlace) {
                try await shop.write { try $0.closePlace(shop.place, revision: 2) }
            }
            let calendar = try await shop.store.read { try $0.place(orDefault: nil).calendar }
            let branch = try await shop.write {
                try $0.addPlace(PlaceDraft(name: "Warehouse", zone: "Europe/Berlin", calendar: calendar))
            }
            try await shop.write { try $0.makeDefault(branch.id) }
            try await shop.write { try $0.closePlace(shop.place, revision: 3) }
            #expect(try await shop.store.read { try $0.places() }.map(\.id) == [branch.id])
            var draft = shop.draft("1")
            draft.place = shop.place
            await #expect(throws: InvalidInput.self) { try await shop.order(draft) }
            let frontLine = Actor.person(ID(5), grants: [Grant(role: .frontLine)])
            await #expect(throws: NotPermitted.self) {
                _ = try await shop.write(as: frontLine) { try $0.addCarrier(CarrierDraft(name: "Mine")) }
            }
        }
    }
}
