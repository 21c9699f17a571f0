import KeptFigures
import Testing

@Suite struct ObservedLineTests {
    @Test func theHeadIsWhoeverWaitsLongest() {
        var line = ObservedLine<String>()
        #expect(line.headDelay(at: 5) == nil && line.lastDelay == nil && line.length == 0)
        line.join("Ada", at: 0)
        line.join("Ben", at: 2)
        line.join("Cao", at: 3)
        #expect(line.headDelay(at: 10) == 10 && line.length == 3)
        // Out of order: the head stays.
        #expect(line.enterService("Ben", at: 10) == 8)
        #expect(line.headDelay(at: 11) == 11 && line.lastDelay == 8 && line.length == 2)
        line.leave("Ada")
        #expect(line.headDelay(at: 11) == 8 && line.lastDelay == 8, "who left entered no service")
        #expect(line.enterService("Cao", at: 12) == 9)
        #expect(line.headDelay(at: 12) == nil && line.lastDelay == 9 && line.length == 0)
    }

    @Test func somebodyUnknownChangesNothing() {
        var line = ObservedLine<Int>()
        line.join(1, at: 0)
        line.leave(2)
        #expect(line.enterService(2, at: 1) == nil && line.length == 1 && line.lastDelay == nil)
    }

    @Test func whoGoesAndComesBackStandsAtTheEnd() {
        var line = ObservedLine<Int>()
        line.join(1, at: 0)
        line.join(2, at: 1)
        line.leave(1)
        line.join(1, at: 5)
        #expect(line.headDelay(at: 6) == 5)
        line.leave(2)
        #expect(line.headDelay(at: 6) == 1)
    }

    @Test func aLongDayKeepsItsOrder() {
        var line = ObservedLine<Int>()
        for person in 0..<500 {
            line.join(person, at: Double(person))
            if person >= 10 { #expect(line.enterService(person - 10, at: Double(person)) == 10) }
            #expect(line.headDelay(at: Double(person)) == Double(min(person, 9)))
        }
    }
}
