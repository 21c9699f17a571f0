import KeptDomain
import Testing

@Suite struct DaySlotTests {
    /// Also where a slot is no whole number of microseconds.
    @Test(arguments: [28_800_000_000, 34_200_000_000, 34_199_999_999, 86_399_999_999, 57, 55, 1, 0] as [Int64])
    func whatLiesBetweenTheEndsOfASlotIsWhatFallsIntoIt(length: Int64) {
        let opens = Instant(microseconds: 1_772_697_600_000_000)
        let slots = DaySlots(opens: opens, sundown: opens + Span(microseconds: length))
        for slot in 0...DaySlots.count {
            let (start, end) = (slots.start(of: slot), slots.start(of: slot + 1))
            #expect(start <= end)
            guard start < end, start <= slots.sundown else { continue }
            #expect(slots.slot(of: start) == slot, "\(slot)")
            #expect(slots.slot(of: min(end - Span(microseconds: 1), slots.sundown)) == slot, "\(slot)")
        }
        #expect(slots.start(of: DaySlots.count + 1) == slots.sundown + Span(microseconds: 1))
        #expect(slots.slot(of: opens) == 0)
    }
}
