import KeptDomain

extension Reading {
    package func promise(_ id: ID<Promise>) throws -> Promise? {
        try row("SELECT \(Promise.columns) FROM promises WHERE id = \(id)", Promise.init)
    }

    /// The promise, or `notFound`.
    package func knownPromise(_ id: ID<Promise>) throws -> Promise {
        guard let promise = try promise(id) else { throw StoreError.notFound("promise \(id)") }
        return promise
    }

    /// As `knownPromise(_:)`, where the reader saw this `revision` of it. - Throws: `conflict` when it changed since.
    package func knownPromise(_ id: ID<Promise>, revision: Int?) throws -> Promise {
        let promise = try knownPromise(id)
        if let revision, revision != promise.revision { throw StoreError.conflict(revision: promise.revision) }
        return promise
    }

    /// All words on one order, the oldest first.
    package func promises(ofOrder order: ID<Order>) throws -> [Promise] {
        try rows("SELECT \(Promise.columns) FROM promises WHERE order_id = \(order) ORDER BY id", Promise.init)
    }

    package func openPromises(ofOrder order: ID<Order>) throws -> [Promise] {
        try promises(ofOrder: order).filter(\.isOpen)
    }

    /// All words on one matter, the oldest first: one story, whatever the order or case.
    package func promises(onMatter matter: ID<Matter>) throws -> [Promise] {
        try rows("SELECT \(Promise.columns) FROM promises WHERE matter_id = \(matter) ORDER BY id", Promise.init)
    }

    /// All words that a case owes or owed, the oldest first: those on its matter, those that came over with a merge, and those
    /// whose breaking is a failure that stands on it, with what was said in their place.
    package func promises(on found: Case) throws -> [Promise] {
        try rows(
            """
            SELECT \(Promise.columns) FROM promises WHERE id IN (
              SELECT id FROM promises WHERE matter_id = \(found.matter) UNION
              SELECT id FROM promises WHERE case_id = \(found.id) UNION
              SELECT w.id FROM failures f JOIN promises p ON p.id = f.promise_id JOIN promises w ON w.first_id = p.first_id
                WHERE f.case_id = \(found.id)) ORDER BY id
            """, Promise.init)
    }

    /// The told word on a case that broke last, where nothing was told since. A promise of an answer comes after all others:
    /// the answer itself makes it good, and what is told meanwhile of when it comes says nothing of them.
    func unansweredBreak(on found: Case) throws -> Promise? {
        let told = try promises(on: found).filter(\.isTold)
        let answers = Set(
            try rows(
                """
                SELECT p.id FROM promises p JOIN promises f ON f.id = p.first_id
                JOIN standard_versions v ON v.id = f.standard_version_id WHERE p.id IN \(anyOf: told.map(\.id))
                AND v.metric IN \(anyOf: Standard.Metric.replies.map(\.rawValue)) ORDER BY p.id
                """
            ) { $0.id(Promise.self) })
        func last(_ words: [Promise]) -> Promise? {
            let broken = words.filter { $0.state == .broken }.max { ($0.due, $0.id) < ($1.due, $1.id) }
            return broken.flatMap { broken in words.allSatisfy { $0.madeAt <= broken.due } ? broken : nil }
        }
        return last(told.filter { !answers.contains($0.id) }) ?? last(told)
    }

    /// The pauses of a promise that stand, the oldest first.
    package func pauses(of promise: ID<Promise>) throws -> [PromisePause] {
        try rows(
            """
            SELECT \(PromisePause.columns) FROM promise_pauses
            WHERE promise_id = \(promise) AND struck_at IS NULL ORDER BY from_at, id
            """, PromisePause.init)
    }

    /// As `pauses(of:)`, of several.
    package func pauses(of promises: [ID<Promise>]) throws -> [ID<Promise>: [PromisePause]] {
        guard !promises.isEmpty else { return [:] }
        let found = try rows(
            """
            SELECT promise_id, \(PromisePause.columns) FROM promise_pauses
            WHERE promise_id IN \(anyOf: promises) AND struck_at IS NULL ORDER BY from_at, id
            """
        ) { (promise: $0.id(Promise.self), pause: PromisePause(&$0)) }
        return Dictionary(grouping: found, by: \.promise).mapValues { $0.map(\.pause) }
    }

    /// How the promise's clock runs, under the calendar version it was made with.
    package func timing(of promise: Promise) throws -> PromiseTiming {
        let calendar =
            if let version = promise.calendarVersion { try calendar(version: version) } else {
                try calendar(of: promise.place).calendar
            }
        let pauses = try promise.stopsWhenPaused ? Pauses(pauses(of: promise.id).map { try $0.asPause() }) : .none
        return PromiseTiming(
            target: try promise.target.map { try ClockTarget($0) }, calendar: calendar,
            zone: try zones.zone(promise.zone), started: promise.startsAt, pauses: pauses, due: promise.toldDue,
            warnings: promise.warnings)
    }
}

/// A stretch in which a promise's clock stood still, and why.
package struct PromisePause: Sendable, Hashable {
    package let id: ID<Pause>
    package let from: Instant
    package let to: Instant?
    package let because: PauseReason
    package let madeBy: String

    static let columns: SQL = "id, from_at, to_at, because, made_by"

    init(_ row: inout Row) {
        id = row.id()
        from = row.instant()
        to = row.optionalInstant()
        because = row.word()
        madeBy = row.text()
    }

    func asPause() throws -> Pauses.Pause { try Pauses.Pause(from: from, to: to) }
}
