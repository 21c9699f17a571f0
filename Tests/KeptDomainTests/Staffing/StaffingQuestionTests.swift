import KeptDomain
import KeptFigures
import Testing

@Suite struct StaffingQuestionTests {
    private func problems(_ body: () throws -> Void) -> [String] {
        do {
            try body()
            return []
        } catch let input as InvalidInput {
            return input.problems.map { "\($0.field) \($0.facts.map(\.value).joined(separator: " "))" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test func everyNumberOutOfItsRangeIsNamed() {
        #expect(
            problems {
                _ = try StaffingQuestion(
                    arrivalsPerHour: 0, serviceSeconds: .infinity, patienceSeconds: -1, targetSeconds: .nan)
            } == [
                "arrivals_per_hour 0.000001 1000000000", "service_seconds 0.001 10000000",
                "patience_seconds 0.000001 1000000000000", "target_seconds 0 1000000000",
            ])
    }

    @Test func thereIsAtLeastOneServicePoint() throws {
        let question = try StaffingQuestion(arrivalsPerHour: 20, serviceSeconds: 180, targetSeconds: 20)
        for servers in [0, -3, 1_000_001] {
            #expect(problems { _ = try question.figures(servers: servers) } == ["servers 1 1000000"])
        }
        for share in [-0.1, 1, .nan] {
            #expect(problems { _ = try question.leastServers(share: share) } == ["target 0 0.999999"])
        }
    }

    @Test func anOverloadedLineSaysHowManyKeepUp() throws {
        let question = try StaffingQuestion(arrivalsPerHour: 200, serviceSeconds: 180, targetSeconds: 20)
        let refusal = #expect(throws: OverloadedLine.self) { try question.figures(servers: 10) }
        #expect(refusal?.facts.map(\.value) == ["10", "11"])
        #expect(try question.figures(servers: 11).occupancy < 1)
    }

    @Test func workForMillionsIsRefusedAndNotWalkedThrough() throws {
        let question = try StaffingQuestion(arrivalsPerHour: 1e9, serviceSeconds: 1e7, targetSeconds: 20)
        #expect(problems { _ = try question.leastServers(share: 0.8) } == ["arrivals_per_hour 1000000"])
        let refusal = #expect(throws: OverloadedLine.self) { try question.figures(servers: 1_000_000) }
        #expect(refusal?.facts.map(\.value).last == "2777777777778")
    }

    /// The usual example: 100 contacts in half an hour, 3 minutes each, four of five within 20 seconds.
    @Test func fourteenAreEnoughForTheUsualExample() throws {
        let question = try StaffingQuestion(arrivalsPerHour: 200, serviceSeconds: 180, targetSeconds: 20)
        #expect(try question.leastServers(share: 0.8) == 14)
        let leaving = try StaffingQuestion(
            arrivalsPerHour: 200, serviceSeconds: 180, patienceSeconds: 60, targetSeconds: 20)
        #expect(try leaving.leastServers(share: 0.8) < 14)
    }
}
