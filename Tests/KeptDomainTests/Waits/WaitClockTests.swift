import Testing

@testable import KeptFigures

@Suite struct WaitClockTests {
    /// With nobody ahead people are called after 10 seconds, with ten ahead after 300.
    private static func seen(_ count: Int) -> [WaitClock.Seen] {
        (0..<count).map { number in
            var state = LineState()
            state.ahead = number % 2 == 0 ? 0 : 10
            state.hour = 9 + number % 3
            return WaitClock.Seen(state, waited: number % 2 == 0 ? 9 : 300, isServed: true)
        }
    }

    @Test func ticksGrowAndHoldTheSecondsThatTheyEndWith() {
        #expect(WaitTicks.edges.prefix(4) == [0, 5, 10, 15] && WaitTicks.edges.last! >= 3_600)
        #expect(WaitTicks.count == WaitTicks.edges.count - 1 && WaitTicks.count < 64)
        #expect(WaitTicks.tick(of: 0) == 0 && WaitTicks.tick(of: 5) == 0 && WaitTicks.tick(of: 5.1) == 1)
        #expect(WaitTicks.tick(of: 1e9) == WaitTicks.count - 1)
    }

    @Test func aLongerLineMeansALongerQuote() throws {
        var clock = WaitClock()
        clock.fit(Self.seen(2_000))
        #expect(clock.precedents == 2_000 && clock.longest == 300)
        var state = LineState()
        state.hour = 10
        let short = try #require(clock.curve(of: state).seconds(until: 0.2))
        state.ahead = 10
        let long = try #require(clock.curve(of: state).seconds(until: 0.2))
        #expect((5...15).contains(short) && (250...340).contains(long), "\(short) and \(long)")
    }

    /// Of two with the same wait the one who hung up tells only that it was not over yet.
    @Test func whoGoesAwayIsNoProofOfAShortWait() throws {
        let stayed = (0..<1_000).map { _ in WaitClock.Seen(LineState(), waited: 100, isServed: true) }
        let left = (0..<1_000).map { _ in WaitClock.Seen(LineState(), waited: 20, isServed: false) }
        var clock = WaitClock()
        clock.fit(stayed + left)
        let curve = clock.curve(of: LineState())
        #expect(curve.chance(beyond: 40) > 0.97)
        #expect(try #require(curve.seconds(until: 0.5)) > 80)
        #expect(curve.chance(beyond: 0) == 1 && curve.chance(beyond: 60, having: 40) <= 1)
    }

    @Test func whatIsWrittenReadsBackAsTheSameClock() throws {
        var clock = WaitClock()
        clock.fit(Self.seen(400))
        var writer = ByteWriter()
        clock.write(to: &writer)
        #expect(writer.bytes.count < 20_000)
        var reader = ByteReader(writer.bytes)
        let read = try WaitClock(from: &reader)
        #expect(reader.isAtEnd && read.precedents == clock.precedents && read.longest == clock.longest)
        for visit in Self.seen(10) {
            #expect(read.curve(of: visit.state).waiting == clock.curve(of: visit.state).waiting)
        }
        var cut = ByteReader(Array(writer.bytes.dropLast(3)))
        #expect(throws: ByteReader.Malformed.self) { _ = try WaitClock(from: &cut) }
    }

    @Test func aStateNeverSeenIsQuotedLikeTheGeneralCase() throws {
        var clock = WaitClock()
        clock.fit(Self.seen(1_000))
        var state = LineState()
        (state.ahead, state.kind, state.line, state.party, state.hour) = (500, 77, 9, 500, 23)
        let seconds = try #require(clock.curve(of: state).seconds(until: 0.2))
        #expect((1...3_600).contains(seconds))
    }
}

@Suite struct WatchedLineTests {
    private func wait(_ joined: Int64, _ waited: Int64, served: Bool = true, service: Int64 = 60) -> RecordedWait {
        var wait = RecordedWait(
            joined: joined, waited: waited, isServed: served,
            service: served ? (joined + waited)...(joined + waited + service) : nil, day: 1, hour: 9, weekday: 0)
        wait.point = 1
        return wait
    }

    @Test func whoJoinsSeesOnlyWhatIsThereAtThatInstant() {
        let record = LineRecord([
            wait(1_000, 100), wait(1_010, 30, served: false), wait(1_050, 200), wait(1_100, 400), wait(1_120, 0),
        ])
        #expect(record.courses.map(\.index) == [0, 1, 2, 3])
        // Nobody; the first; the first alone, as the second went at 1,040; at 1,100 the first has just been called.
        #expect(record.courses.map(\.state.ahead) == [0, 1, 1, 1])
        #expect(record.courses.map(\.state.longest) == [0, 10, 50, 50])
        #expect(record.courses.map(\.state.meanOfLastFive) == [nil, nil, nil, 100])
        #expect(record.courses.map(\.state.servedLately) == [0, 0, 0, 1])
        #expect(record.courses.map(\.state.pointsLately) == [0, 0, 0, 1])
        #expect(record.courses[3].simple.lastToEnterService == 100 && record.courses[3].simple.meanOfDay == 100)
    }

    @Test func priorityStandsBeforeThoseWhoCameAShortTimeEarlier() {
        var first = wait(1_080, 100)
        first.credit = 90
        let record = LineRecord([wait(1_000, 300), wait(980, 300), first])
        // 1,080 − 90 = 990: after the one of 980, before the one of 1,000.
        #expect(record.courses.last?.state.ahead == 1)
        #expect(record.courses.last?.state.longest == 0, "nobody of that priority waits")
    }

    @Test func aNewDayForgetsWhatYesterdaysPeopleWaited() {
        var morning = wait(90_000, 10)
        morning.day = 2
        let record = LineRecord([wait(1_000, 100), morning])
        #expect(record.courses[1].state.meanOfLastFive == nil && record.courses[1].simple.meanOfDay == nil)
    }
}
