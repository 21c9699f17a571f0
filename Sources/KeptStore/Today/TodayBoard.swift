import KeptDomain

/// What is due today and what broke: one question, asked in a handful of statements however many promises are open.
package struct TodayBoard: Sendable {
    /// A promise with what its line shows beside it.
    package struct Line: Sendable {
        package let promise: Promise
        package let order: Int?
        package let customer: String?
        package let `case`: Int?
        package let owner: String?
        package var isAtRisk = false
        /// Share of the clock used, 0...1; `nil` for what is settled.
        package var used: Double?
    }

    package struct Mark: Sendable {
        package let promise: ID<Promise>
        package let due: Instant
        package let said: String
        package let state: PromiseState
        package let isPaused: Bool
        package let isAtRisk: Bool
    }

    package struct CaseLine: Sendable {
        package let id: ID<Case>
        package let number: Int
        package let subject: String
        package let customer: String?
        /// When the earliest promise on it is due, or was where it broke and nobody has answered since.
        package let due: Instant?
        package let isEscalated: Bool
    }

    /// When it was read.
    package let at: Instant
    package let opens: Instant
    package let sundown: Instant
    /// When the next hour ends: at sundown at the latest.
    package let hour: Instant
    /// When today began, in the zone of the place's calendar.
    package let dayStart: Instant
    /// What of the day stands open, or was kept or broken since it opened; the first 200 and the last 200 of them.
    package let marks: [Mark]
    /// How many of them fall due in each slot of the day, those included that are no mark.
    package let dueBySlot: [Int: Int]
    package let broken: [Line]
    package let nextHour: [Line]
    package let beforeSundown: [Line]
    package let later: [Line]
    package var dueBeforeSundown = 0
    package var dueNextHour = 0
    /// Counted up to the limit asked for.
    package var dueLater = 0
    package var atRisk = 0
    package var brokenTotal = 0
    package var figures = KeptFigures()
    package var hasAny = false
}

extension Reading {
    /// - Parameters:
    ///   - places: `nil` for the whole business. The day is that of the only place, else the default place's.
    ///   - audience: whose warnings put a promise at risk.
    ///   - lines: how many broken promises are shown at most, and how many open ones, the earliest first.
    ///   - counting: how far those due after sundown are counted; a year's worth of promises takes a while.
    package func todayBoard(
        at now: Instant, places: Set<ID<Place>>? = nil, for audience: WarningAudience = .all, lines: Int = 50,
        counting limit: Int = .max
    ) throws -> TodayBoard {
        let warnings = ShownWarnings(to: audience, at: now)
        let only = places.flatMap { $0.count == 1 ? $0.first : nil }
        let calendar = try calendar(of: only ?? defaultPlace()).calendar
        let (opens, sundown) = try Self.workingDay(of: calendar, at: now)
        let atPlace = SQL.and("p.place_id", in: places)
        let hour = min(now + .hours(1), max(sundown, now))
        var room = lines
        func open(from: Instant, to: Instant) throws -> [TodayBoard.Line] {
            let found = try boardLines(
                "p.state = 'open' AND p.due_at >= \(from) AND p.due_at < \(to)\(atPlace) ORDER BY p.due_at, p.id LIMIT \(room)",
                warnings)
            room -= found.count
            return found
        }
        func number(from: Instant, to: Instant) throws -> Int {
            try count(
                "SELECT count(*) FROM promises p WHERE p.state = 'open' AND p.due_at >= \(from) AND p.due_at < \(to)\(atPlace)"
            )
        }
        let slots = DaySlots(opens: opens, sundown: sundown)
        let (marks, dueBySlot) = try boardMarks(slots, warnings, atPlace: atPlace)
        var board = TodayBoard(
            at: now, opens: opens, sundown: sundown, hour: hour,
            dayStart: calendar.zone.startOfDay(calendar.zone.day(of: now)),
            marks: marks, dueBySlot: dueBySlot,
            broken: try brokenLines(atPlace: atPlace, limit: lines, warnings),
            nextHour: try open(from: now, to: hour),
            beforeSundown: try open(from: hour, to: sundown + Span(microseconds: 1)),
            later: try open(from: max(sundown + Span(microseconds: 1), hour), to: .distantFuture))
        board.dueNextHour = try number(from: now, to: hour)
        board.dueBeforeSundown = try number(from: now, to: sundown + Span(microseconds: 1))
        board.dueLater = try count(
            """
            SELECT count(*) FROM (SELECT 1 FROM promises p WHERE p.state = 'open'
              AND p.due_at >= \(max(sundown + Span(microseconds: 1), now))\(atPlace) LIMIT \(limit)) later
            """)
        board.atRisk = try warnedPromises(warnings, at: places)
        board.brokenTotal = try count("SELECT count(*) FROM promises p\(Self.unmended)\(atPlace)")
        board.figures = try keptFigures(
            from: board.dayStart, to: now + Span(microseconds: 1), places: places)
        board.hasAny = try row("SELECT 1 FROM promises ORDER BY id LIMIT 1") { $0.int() } != nil
        return board
    }

    /// Today from its opening to its sundown, or the next opening day where nothing of today is left.
    private static func workingDay(of calendar: CompiledCalendar, at now: Instant) throws -> (Instant, Instant) {
        guard case .due(let sundown) = try RunningClock(calendar, target: .sundown, started: now).end() else {
            preconditionFailure("a day that stands still")
        }
        let today = calendar.zone.day(of: now)
        let opens = calendar.nextOpening(
            at: calendar.zone.day(of: sundown) == today ? calendar.zone.startOfDay(today) : now)
        return (min(opens, sundown), sundown)
    }

    /// Broken, its case still open, and no next word given.
    static let unmended: SQL = """
         JOIN cases c ON c.id = p.case_id WHERE c.status = 'open' AND p.state = 'broken' \
        AND NOT EXISTS (SELECT 1 FROM promises n WHERE n.replaces_id = p.id)
        """

    private func brokenLines(atPlace: SQL, limit: Int, _ warnings: ShownWarnings) throws -> [TodayBoard.Line] {
        let ids = try rows(
            "SELECT p.id FROM promises p\(Self.unmended)\(atPlace) ORDER BY p.settled_at DESC, p.id DESC LIMIT \(limit)"
        ) { $0.id(Promise.self) }
        return try boardLines("p.id IN \(anyOf: ids) ORDER BY p.settled_at DESC, p.id DESC", warnings)
    }

    func boardLines(_ condition: SQL, _ warnings: ShownWarnings) throws -> [TodayBoard.Line] {
        var lines = try rows(
            """
            SELECT o.number, u.name, c.number, w.name, \(Promise.prefixedColumns) FROM promises p
            LEFT JOIN orders o ON o.id = p.order_id LEFT JOIN customers u ON u.id = p.customer_id
            LEFT JOIN cases c ON c.id = p.case_id LEFT JOIN people w ON w.id = c.owner_id
            WHERE \(condition)
            """
        ) { row in
            let (order, customer, number, owner) = (
                row.optionalInt(), row.optionalText(), row.optionalInt(), row.optionalText()
            )
            return TodayBoard.Line(promise: Promise(&row), order: order, customer: customer, case: number, owner: owner)
        }
        let warned = try warned(lines.filter(\.promise.isOpen).map(\.promise.id), warnings)
        for index in lines.indices where lines[index].promise.isOpen {
            lines[index].used = try timing(of: lines[index].promise).usedShare(at: warnings.now)
            lines[index].isAtRisk = warned.contains(lines[index].promise.id)
        }
        return lines
    }
}
