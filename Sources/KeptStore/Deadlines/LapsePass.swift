import KeptDomain
import KeptWords

/// One pass over deadlines that have come: everything it needs is read at once, everything it writes is sent together.
struct LapsePass {
    private(set) var count = LapseCount()
    private let transaction: Transaction
    private let words: Vocabulary
    private let due: [DueDeadline]
    private var promises: [ID<Promise>: Promise]
    private var matters: [ID<Matter>: Matter] = [:]
    private var cases: [ID<Matter>: Case] = [:]
    /// In force at the places of promises that are warned of.
    private var calendars: [ID<Place>: CompiledCalendar] = [:]
    private var numbers: ArraySlice<Int> = []
    private var desk: Desk?
    private var solutionStandards: [Standard] = []
    /// Waits in queues that open no case when they break: they are told and explained where people wait.
    private var onTheSpot: [ID<Promise>: ID<Queue>] = [:]
    private var failures: [(draft: FailureDraft, found: Case)] = []
    private var now: Instant { transaction.now }

    init(due: [DueDeadline], promises: [Promise], in transaction: Transaction, words: Vocabulary) throws {
        self.transaction = transaction
        self.words = words
        self.due = due
        count.looked = due.count
        self.promises = Dictionary(uniqueKeysWithValues: promises.map { ($0.id, $0) })
    }

    mutating func run() throws {
        // After a standstill a warning and its break can both be due: then only the break is told.
        let breaking = due.filter { $0.kind == .break }.compactMap { promises[$0.promise]?.lapsed(seenAt: now) }
        let broken = Set(breaking.map(\.id))
        let warnings = due.filter { $0.kind == .warning && !broken.contains($0.promise) }
        if !warnings.isEmpty {
            let told = try transaction.standingWarnings(of: Array(Set(warnings.map(\.promise))))
            for warning in warnings where !told.contains(ToldStep(promise: warning.promise, step: warning.step)) {
                try warn(warning)
            }
            let warned = Set(warnings.map(\.promise)).sorted().compactMap { promises[$0] }
            try transaction.foreseeLate(warned.filter { $0.isOpen && $0.isTold && !$0.isStopped })
        }
        guard !breaking.isEmpty else { return }
        onTheSpot = try transaction.waitsWithoutCase(among: breaking.map(\.id))
        try readMatters(of: breaking)
        let paused = breaking.map(\.id).filter { promises[$0]?.isPaused ?? false }
        if !paused.isEmpty { transaction.endPauses(of: paused) }
        for promise in breaking { try breakPromise(promise) }
        try transaction.recordFailures(failures)
        transaction.clearWarnings(of: Array(broken))
        let told = breaking.filter { $0.isTold && onTheSpot[$0.id] == nil }.map(\.id)
        let owed = try transaction.useGuarantees(forBroken: told, words: words)
        (count.guaranteed, count.held) = (owed.given, owed.held)
    }

    private mutating func warn(_ deadline: DueDeadline) throws {
        guard let promise = promises[deadline.promise], promise.isOpen, !promise.isStopped, promise.due >= now,
            promise.warnings.indices.contains(deadline.step)
        else { return }
        let step = promise.warnings[deadline.step]
        let calendar = try calendars[promise.place] ?? transaction.calendar(of: promise.place).calendar
        calendars[promise.place] = calendar
        let deliverAt = calendar.told(at: deadline.due, urgent: step.isUrgent)
        transaction.putWarning(of: promise, step: deadline.step, deliverAt: deliverAt)
        count.warned += 1
    }

    private mutating func readMatters(of breaking: [Promise]) throws {
        let ids = Array(Set(breaking.map(\.matter)))
        for matter in try transaction.rows(
            "SELECT \(Matter.columns) FROM matters WHERE id IN \(anyOf: ids)", Matter.init)
        {
            matters[matter.id] = matter
        }
        let open = try transaction.rows(
            "SELECT \(Case.columns) FROM cases WHERE status = 'open' AND matter_id IN \(anyOf: ids)", Case.init)
        for found in open { cases[found.matter] = found }
        try joinMerged(breaking)
        for (matter, open) in try transaction.openCases(wentOnFrom: ids.filter { cases[$0] == nil }) {
            cases[matter] = open
        }
        let missing = Set(breaking.filter { onTheSpot[$0.id] == nil }.map(\.matter)).count { cases[$0] == nil }
        numbers = try transaction.nextNumbers(.case, count: missing)[...]
        desk = try Desk(transaction)
        if missing > 0 { solutionStandards = try transaction.solutionStandards() }
    }

    /// What a case had promised that is part of another now breaks there, and so does what came over to that one.
    private mutating func joinMerged(_ breaking: [Promise]) throws {
        let adrift = breaking.filter { cases[$0.matter] == nil }
        let named = Set(adrift.compactMap(\.case))
        guard !named.isEmpty else { return }
        let known = try transaction.rows(
            "SELECT \(Case.columns) FROM cases WHERE id IN \(anyOf: named.sorted())", Case.init)
        let byID = Dictionary(uniqueKeysWithValues: known.map { ($0.id, $0) })
        for promise in adrift {
            guard let id = promise.case, let found = byID[id] else { continue }
            let target = found.mergedInto == nil ? found : try transaction.standingCase(id)
            if target.status == .open { cases[promise.matter] = target }
        }
    }

    private mutating func breakPromise(_ lapsed: Promise) throws {
        var promise = lapsed
        guard let before = matters[promise.matter] else { throw StoreError.notFound("matter \(promise.matter)") }
        let (matter, escalates) = before.broken(promise, at: now)
        if let queue = onTheSpot[promise.id] { return breakOnTheSpot(promise, of: matter, in: queue) }
        matters[matter.id] = matter
        var owned = try openCase(for: promise, on: matter)
        promise.case = owned.id
        promises[promise.id] = promise
        transaction.put(promise.update)
        transaction.put(
            "UPDATE matters SET breaks = \(matter.breaks), escalated_at = \(matter.escalatedAt) WHERE id = \(matter.id)"
        )
        transaction.journal(
            JournalEntry(
                "promise.broken", of: .promise(promise.id), customer: promise.customer,
                facts: [Fact("due", promise.due.iso), Fact("seen", now.iso), Fact("case", owned.id)]))
        count.broken += 1
        var failure = FailureDraft(Failure.Kind(of: promise), happenedAt: promise.due)
        failure.promise = promise.id
        failures.append((failure, owned))
        if escalates, let lead = desk?.lead(at: owned.place) {
            owned.lead = lead
            owned.escalatedAt = now
            transaction.put(
                """
                UPDATE cases SET lead_id = \(lead), escalated_at = \(now), revision = revision + 1 WHERE id = \(owned.id)
                """)
            transaction.journal(
                JournalEntry(
                    "case.escalated", of: .case(owned.id), customer: owned.customer,
                    facts: [Fact("lead", lead), Fact("breaks", matter.breaks)]))
            count.escalated += 1
        }
        cases[matter.id] = owned
    }

    /// Counted and told in the journal; whoever waits sees it on their page, and staff where they call from.
    private mutating func breakOnTheSpot(_ promise: Promise, of matter: Matter, in queue: ID<Queue>) {
        promises[promise.id] = promise
        matters[matter.id]?.breaks = matter.breaks
        transaction.put(promise.update)
        transaction.put("UPDATE matters SET breaks = \(matter.breaks) WHERE id = \(matter.id)")
        transaction.journal(
            JournalEntry(
                "promise.broken", of: .promise(promise.id), customer: promise.customer,
                facts: [Fact("due", promise.due.iso), Fact("seen", now.iso), Fact("queue", queue)]))
        count.broken += 1
    }

    private mutating func openCase(for promise: Promise, on matter: Matter) throws -> Case {
        if let open = cases[matter.id] {
            transaction.journal(
                JournalEntry(
                    "case.joined", of: .case(open.id), customer: open.customer, facts: [Fact("promise", promise.id)]))
            return open
        }
        guard let number = numbers.popFirst(), var desk else { preconditionFailure("a case without a number") }
        let opened = try transaction.openCase(
            number: number, on: matter, kind: .failure, subject: promise.said, place: promise.place, desk: &desk)
        self.desk = desk
        try transaction.promiseSolution(of: opened, by: solutionStandards)
        count.opened += 1
        return opened
    }
}
