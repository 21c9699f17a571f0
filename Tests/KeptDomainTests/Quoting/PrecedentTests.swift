import KeptFigures
import Testing

@Suite struct PrecedentTests {
    @Test func theMostParticularGroupWithEnoughIsTold() {
        var precedents = Precedents<String>(span: 60, least: 3)
        for (day, ticks) in [(1, 4), (2, 5), (3, 9)] { precedents.learn(["all", "SP"], ticks: ticks, on: Int32(day)) }
        precedents.learn(["all", "RJ"], ticks: 20, on: 4)
        let own = precedents.first(of: ["SP", "all"], share: 0.6, on: 5)
        #expect(own == .init(group: "SP", count: 3, ticks: 5))
        let general = precedents.first(of: ["RJ", "all"], share: 0.9, on: 5)
        #expect(general == .init(group: "all", count: 4, ticks: 20))
        #expect(precedents.first(of: ["RJ"], share: 0.9, on: 5) == nil)
    }

    @Test func whatIsLongAgoIsForgotten() {
        var precedents = Precedents<Int>(span: 60, least: 1)
        for day in 0..<1_000 { precedents.learn([0], ticks: day % 7, on: Int32(day)) }
        #expect(precedents.first(of: [0], share: 1, on: 999)?.count == 61)
        #expect(precedents.first(of: [0], share: 1, on: 1_059)?.count == 1)
        #expect(precedents.first(of: [0], share: 1, on: 1_060) == nil)
    }

    @Test func absurdTimesAreBounded() {
        var precedents = Precedents<Int>(least: 1)
        precedents.learn([0], ticks: 1_000_000, on: 1)
        precedents.learn([0], ticks: -3, on: 1)
        #expect(precedents.first(of: [0], share: 1, on: 1)?.ticks == QuoteClock.bound)
        #expect(precedents.first(of: [0], share: 0.5, on: 1)?.ticks == 0)
    }
}
