import KeptDomain
import Testing

/// Roles × operations × places: what each role may do here, elsewhere, and for the whole business.
@Suite struct PermissionTests {
    private static let here = ID<Place>(11)
    private static let elsewhere = ID<Place>(12)
    private static let me = ID<Person>(7)

    private static let roles: [Role] = [
        .frontLine, .lead, .qualityManager, .logisticsPlanner, .owner, .administrator, .partner,
    ]

    /// A column for each of `roles`: a everywhere, p at the place, o what is one's own, - not at all.
    private static let table: [(Operation, String)] = [
        (.seeToday, "ppaaaa-"), (.seeOrders, "ppaaaa-"), (.makeOrder, "pp-aaa-"), (.recordEvent, "pp-aaa-"),
        (.chooseWindow, "pp-aaa-"), (.seePromises, "ppaaaa-"), (.makePromise, "pp-aaa-"), (.pausePromise, "pp-aaa-"),
        (.correctPromise, "-p--aa-"), (.renegotiatePromise, "pp-aaa-"), (.settlePromise, "pp-aaa-"),
        (.seeCases, "ppaaaa-"), (.writeToUs, "ppaaaa-"), (.workCase, "ppaaaa-"), (.handOverCase, "op--aa-"),
        (.takeCase, "pp--aa-"), (.setDesk, "-pa-aa-"), (.giveRemedy, "pp-aaa-"), (.reverseRemedy, "op--aa-"),
        (.approveRemedy, "-p--a--"), (.redeemCoupon, "pp-aaa-"), (.setLimits, "----aa-"),
        (.setGuarantees, "--a-aa-"), (.setChannels, "----aa-"), (.seeConduct, "-pa-aa-"),
        (.seeQueues, "ppaaaa-"), (.joinQueue, "pp--aa-"), (.runQueue, "pp--aa-"), (.setQueues, "-pa-aa-"),
        (.checkAnswers, "-pa-aa-"), (.seeMeasures, "-paaaa-"),
        (.seeStandards, "ppaaaa-"), (.setStandards, "--a-aa-"), (.setCalendars, "--a-aa-"), (.setCarriers, "---aaa-"),
        (.setPlaces, "----aa-"), (.importData, "---aaa-"), (.setPeople, "----aa-"), (.seeJournal, "ppaaaa-"),
    ]

    private static let settings: Set<Operation> = [
        .setStandards, .setCalendars, .setCarriers, .setPlaces, .importData, .setPeople, .setLimits, .setGuarantees,
        .setChannels,
    ]

    @Test func theTableNamesEveryOperation() {
        #expect(Set(Self.table.map(\.0)) == Set(Operation.allCases))
        #expect(Set(Self.roles) == Set(Role.allCases))
    }

    @Test(arguments: roles) func aRoleReachesAsFarAsTheTableSays(role: Role) throws {
        let column = try #require(Self.roles.firstIndex(of: role))
        for (operation, row) in Self.table {
            let reach = Array(row)[column]
            for place in [nil, Self.here] {
                let actor = Actor.person(Self.me, grants: [Grant(role: role, place: place)])
                let isHeldEverywhere = place == nil
                let works = reach == "a" || reach == "p"
                let isSetting = Self.settings.contains(operation)
                let business = reach == "a" && isHeldEverywhere
                let expected: [(Extent, Bool)] = [
                    (.at(Self.here, owner: nil), isSetting ? business : works),
                    (.at(Self.elsewhere, owner: nil), isSetting ? business : works && isHeldEverywhere),
                    (.at(Self.here, owner: Self.me), isSetting ? business : reach != "-"),
                    (.at(Self.elsewhere, owner: Self.me), isSetting ? business : reach != "-"),
                    (.at(Self.elsewhere, owner: ID(8)), isSetting ? business : works && isHeldEverywhere),
                    (.anyPlace, isSetting ? business : works),
                    (.business, business),
                ]
                for (extent, may) in expected {
                    #expect(
                        actor.may(operation, extent) == may,
                        "\(role) \(isHeldEverywhere ? "everywhere" : "here") \(operation) \(extent)")
                }
            }
        }
    }

    @Test func severalRolesReachWhereAnyOfThemDoes() {
        let grants = [Grant(role: .lead, place: Self.here), Grant(role: .frontLine, place: Self.elsewhere)]
        #expect(Permissions.places(for: .seeOrders, with: grants) == .these([Self.here, Self.elsewhere]))
        #expect(Permissions.places(for: .seeMeasures, with: grants) == .these([Self.here]))
        #expect(Permissions.places(for: .setPeople, with: grants) == nil)
        #expect(Permissions.places(for: .seeJournal, with: [Grant(role: .frontLine)]) == .everyPlace)
        #expect(Permissions.places(for: .seeJournal, with: [Grant(role: .owner)]) == .business)
        #expect(
            Permissions.places(for: .seeJournal, with: [Grant(role: .owner, place: Self.here)]) == .these([Self.here]))
        #expect(Permissions.places(for: .seeJournal, with: [Grant(role: .partner)]) == nil)
        let actor = Actor.person(Self.me, grants: grants)
        #expect(actor.may(.correctPromise, .at(Self.here, owner: nil)))
        #expect(!actor.may(.correctPromise, .at(Self.elsewhere, owner: nil)))
    }

    @Test func customersChooseAWindowWriteAndJoinQueuesAndNothingElse() {
        for operation in Operation.allCases {
            let may = Actor.customer(ID(1)).may(operation, .at(Self.here, owner: nil))
            #expect(may == [.chooseWindow, .writeToUs, .joinQueue].contains(operation), "\(operation)")
        }
    }
}
