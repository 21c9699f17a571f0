import KeptDomain
import KeptWords

extension Transaction {
    /// Gives customers whose promises stand under older versions of a standard the word of its current one.
    ///
    /// Each becomes the next word of its chain, counted from when its clock started; one that would be due already keeps its
    /// old word. Call it again until none is left, since long transactions hold everybody up.
    /// - Parameter limit: how many at most in this transaction.
    /// - Returns: how many were given the new word, and whether more wait.
    package func repromise(
        _ id: ID<Standard>, after: ID<Promise>? = nil, limit: Int = 500, why: String, words: Vocabulary
    ) throws -> (given: Int, next: ID<Promise>?) {
        try permit(.setStandards)
        guard let current = try standard(id), current.endedAt == nil else { throw SetUpRefusal.standardEnded }
        let target = try ClockTarget(current.standard.target)
        let waiting = try rows(
            """
            SELECT \(Promise.columns) FROM promises WHERE \(Self.underOldVersions(of: id)) AND id > \(after?.rawValue ?? 0)
            ORDER BY id LIMIT \(limit)
            """
        ) { Promise(&$0) }
        var given = 0
        for promise in waiting where !promise.isPaused {
            if try repromise(promise, by: current.standard, target, why: why, words: words) { given += 1 }
        }
        if given > 0 {
            journal(JournalEntry("standard.repromised", of: .standard(id), why: why, facts: [Fact("promises", given)]))
        }
        return (given, waiting.count < limit ? nil : waiting.last?.id)
    }

    private func repromise(
        _ promise: Promise, by standard: Standard, _ target: ClockTarget, why: String, words: Vocabulary
    ) throws -> Bool {
        let zone = try zones.zone(promise.zone)
        let calendar =
            try standard.calendar.map { try self.calendar(current: $0).calendar }
            ?? calendar(of: promise.place).calendar
        let clock = RunningClock(calendar, target: target, started: promise.startsAt, zone: zone)
        guard let due = try clock.end().due, due > now, due != promise.due else { return false }
        let sentence = PromiseSentence(words: words, language: promise.language, zone: zone, now: now)
        // An aim that no customer hears goes by the standard's name.
        let (said, language) =
            promise.isTold
            ? sentence.said(by: standard, due: due, target: target) : (standard.name, promise.language)
        let draft = PromiseDraft(
            about: .promise(promise.id), said: said, language: language, zone: promise.zone,
            due: .target(target, calendar: standard.calendar), startsAt: promise.startsAt, place: promise.place,
            standardVersion: standard.version, warnings: standard.warnings, isTold: promise.isTold)
        _ = try renegotiatePromise(promise.id, with: draft, why: why)
        return true
    }
}
