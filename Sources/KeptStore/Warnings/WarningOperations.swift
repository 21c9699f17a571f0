import KeptDomain

/// A step of a promise's ladder that was told.
struct ToldStep: Hashable {
    let promise: ID<Promise>
    let step: Int
}

extension Transaction {
    /// The steps of these promises that were told and still stand.
    func standingWarnings(of promises: [ID<Promise>]) throws -> Set<ToldStep> {
        Set(
            try rows(
                "SELECT promise_id, step FROM warnings WHERE cleared_at IS NULL AND promise_id IN \(anyOf: promises)"
            ) { ToldStep(promise: $0.id(), step: $0.int()) })
    }

    /// Tells a step of the ladder to its role at the promise's place, now or at the next opening. One that was cleared,
    /// because the clock was moved back, stands again.
    func putWarning(of promise: Promise, step: Int, deliverAt: Instant) {
        let warning = promise.warnings[step]
        put(
            """
            INSERT INTO warnings (id, promise_id, step, place_id, role, made_at, deliver_at) VALUES
            (\(newID(Warning.self)), \(promise.id), \(step), \(promise.place), \(warning.role), \(now), \(deliverAt))
            ON CONFLICT (promise_id, step) DO UPDATE SET made_at = excluded.made_at, deliver_at = excluded.deliver_at,
            cleared_at = NULL
            """)
        journal(
            JournalEntry(
                "promise.warned", of: .promise(promise.id), customer: promise.customer,
                facts: [Fact("step", step), Fact("role", warning.role.rawValue), Fact("due", promise.due.iso)]))
    }

    /// These promises are settled or replaced: nobody is called any more.
    func clearWarnings(of promises: [ID<Promise>]) {
        put(
            """
            UPDATE warnings SET cleared_at = \(now)
            WHERE promise_id IN \(anyOf: promises) AND cleared_at IS NULL
            """)
    }

    /// The clock was moved so that these steps are still to come: what was told of them holds no longer.
    func clearWarnings(of promise: ID<Promise>, steps: [Int]) {
        guard !steps.isEmpty else { return }
        put(
            """
            UPDATE warnings SET cleared_at = \(now)
            WHERE promise_id = \(promise) AND step IN \(anyOf: steps.map { Int64($0) }) AND cleared_at IS NULL
            """)
    }

    /// What was told of open promises under a standard no longer calls anybody (case C45).
    func clearWarnings(under standard: ID<Standard>) {
        put(
            """
            UPDATE warnings SET cleared_at = \(now) WHERE cleared_at IS NULL
              AND promise_id IN (SELECT p.id FROM promises p JOIN standard_versions v ON v.id = p.standard_version_id
                WHERE v.standard_id = \(standard) AND p.state = 'open')
            """)
    }
}
