import KeptDomain
import KeptWords

/// How the demonstration's shop mended what broke: what customers were told, the causes, and what they answered afterwards.
/// The same for the same seed.
struct DemoRecovery {
    private let transaction: Transaction
    private let shop: DemoShop
    private let words: Vocabulary
    private var dice: Dice
    private var messages: [[Value]] = []
    private var told: [[Value]] = []
    private var steps: [[Value]] = []
    private var followUps: [[Value]] = []

    init(_ transaction: Transaction, shop: DemoShop, seed: UInt64, words: Vocabulary) {
        self.transaction = transaction
        self.shop = shop
        self.words = words
        dice = Dice(seed: seed &+ 11)
    }

    mutating func add() throws {
        try transaction.addReadyRecovery(words: words, language: .english)
        try transaction.addFailuresOfThePast()
        try transaction.sortDemoCauses()
        let name = words[.english]("recovery.ready.names", of: ReadyTemplate.brokenWord)
        guard let template = try transaction.recoveryTemplates().first(where: { $0.name == name }) else {
            throw StoreError.defect("no template \(name)")
        }
        let failed: SQL = "EXISTS (SELECT 1 FROM failures f WHERE f.case_id = c.id)"
        let all = try transaction.demoCases(where: failed, now: transaction.now)
        for broken in all {
            let quick = dice.falls(0.6)
            if dice.falls(0.8) { tell(broken, by: template, quick: quick) }
            if let closedAt = broken.closedAt { try ask(broken, closedAt, quick: quick) }
        }
        try write()
        // Rows that were added together are found by searching once they are noted.
        try transaction.noteTexts(of: all.map(\.found))
    }

    /// By telephone, so that nothing is on its way any more.
    private mutating func tell(_ broken: DemoCase, by template: RecoveryTemplate, quick: Bool) {
        let at = broken.openedAt + .minutes(Int64(quick ? dice.number(4...40) : dice.number(60...420)))
        guard at < broken.closedAt ?? transaction.now, let text = template.text(in: broken.language) else { return }
        let reason = dice.pick(DemoTexts.bikeExcuses.dropLast() + DemoTexts.roadExcuses.dropLast())
            .text(in: broken.language)
        let id = transaction.newID(Message.self)
        let body = text.text.body.replacing("{reason}", with: reason)
            .replacing(#/[^\n]*\{[a-z]+\}[^\n]*\n*/#, with: "")
        let row: SQL = """
            \(id), \(broken.found), \(Message.Direction.outgoing), \(Message.Channel.phone), \("person:\(broken.owner)"), \
            \(broken.customer), \(body), \(text.language), \(shop.zone.name), \(at), \(at), \(at)
            """
        messages.append(row.values)
        let sent: SQL = "\(id), \(template.version), \(reason)"
        told.append(sent.values)
        for step in template.steps {
            let done: SQL = "\(id), \(step)"
            steps.append(done.values)
        }
    }

    /// Who was told quickly says more often that it was made good.
    private mutating func ask(_ broken: DemoCase, _ closedAt: Instant, quick: Bool) throws {
        let at = FollowUpRule(kind: .brokenPromise, isOn: true).due(closed: closedAt, zone: shop.zone)
        guard broken.customer != nil, at < transaction.now else { return }
        let answeredAt = at + .minutes(Int64(dice.number(5...2_000)))
        let answers = dice.falls(0.55) && answeredAt < transaction.now
        // "No" would have opened the case again.
        let answer: FollowUp.Answer? = answers ? (dice.falls(quick ? 0.9 : 0.6) ? .yes : .partly) : nil
        let state: FollowUp.State = answers ? .answered : .sent
        let row: SQL = """
            \(transaction.newID(FollowUp.self)), \(broken.found), \(1), \(Failure.Kind.brokenPromise), \(state), \(at), \
            \(TrackingKey.random(using: &dice).bytes), \(at), \(at + .days(14)), \(answer), \(answers ? answeredAt : nil), \
            \(answers ? 1 : 0)
            """
        followUps.append(row.values)
    }

    private func write() throws {
        try transaction.add(
            into: "messages",
            columns: [
                "id", "case_id", "direction", "channel", "author", "customer_id", "body", "language", "zone",
                "written_at", "learned_at", "left_at",
            ], rows: messages)
        try transaction.add(into: "recovery_messages", columns: ["message_id", "version_id", "reason"], rows: told)
        try transaction.add(into: "message_steps", columns: ["message_id", "step"], rows: steps)
        try transaction.add(
            into: "follow_ups",
            columns: [
                "id", "case_id", "episode", "kind", "state", "due_at", "key", "sent_at", "closes_at", "answer",
                "answered_at", "changes",
            ], rows: followUps)
        transaction.journal(
            JournalEntry(
                "business.demonstration-loaded", of: .business,
                facts: [Fact("uses", followUps.count), Fact("rows", messages.count)]))
    }
}

extension Transaction {
    /// Failures of words that broke before there was a runner to see it.
    fileprivate func addFailuresOfThePast() throws {
        try run(
            """
            INSERT INTO failures (id, case_id, episode, kind, customer_id, order_id, place_id, promise_id, happened_at,
              learned_at, told_by)
            SELECT p.id, p.case_id, 1, CASE WHEN p.is_told = 1 THEN 'broken-promise' ELSE 'missed-aim' END, p.customer_id,
              p.order_id, p.place_id, p.id, p.due_at, coalesce(p.seen_at, p.due_at), 'system:demo'
            FROM promises p WHERE p.state = 'broken' AND p.case_id IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM failures f WHERE f.promise_id = p.id)
            """)
    }

    /// Gives closings that have words alone the cause of that name, new where there is none.
    fileprivate func sortDemoCauses() throws {
        let named = try rows(
            """
            SELECT cause, min(case_id) FROM case_episodes WHERE closed_at IS NOT NULL AND cause_id IS NULL
            AND case_id IN (SELECT case_id FROM failures) GROUP BY cause ORDER BY cause
            """
        ) { (cause: $0.text(), found: $0.id(Case.self)) }
        for (text, found) in named {
            guard let cause = try resolved(.named(text), on: found).cause else { continue }
            put("UPDATE case_episodes SET cause_id = \(cause) WHERE cause = \(text) AND cause_id IS NULL")
        }
    }
}
