import KeptDomain
import KeptWords

/// What was said about one order of the past, word by word, and what came of each.
struct DemoChain {
    struct Word {
        let said: String
        let language: String
        let due: Instant
        let target: ClockTarget?
        let startsAt: Instant
        let standard: Standard?
        let madeAt: Instant
        let state: PromiseState
        let settledAt: Instant
        let evidence: String?
        var asked = false
        /// Why it replaced the word before it.
        var why: String?
    }

    private(set) var words: [Word] = []
    var breaks: Int { words.count { $0.state == .broken } }
    /// When the second word broke.
    var escalatedAt: Instant? { breaks >= 2 ? words.filter { $0.state == .broken }[1].settledAt : nil }
    var firstBreak: Instant? { words.first { $0.state == .broken }?.settledAt }

    init(of order: DemoOrder, _ course: DemoCourse, in shop: DemoShop, vocabulary: Vocabulary, dice: inout Dice) throws
    {
        let (standard, target, due) = try shop.promise(for: order)
        let sentence = { (now: Instant) in
            PromiseSentence(words: vocabulary, language: order.customer.language, zone: shop.zone, now: now)
        }
        let (said, language) = sentence(order.orderedAt).said(by: standard, due: due, target: target)
        func first(_ state: PromiseState, at settledAt: Instant, _ evidence: String?) -> Word {
            Word(
                said: said, language: language, due: due, target: target, startsAt: order.orderedAt, standard: standard,
                madeAt: order.orderedAt, state: state, settledAt: settledAt, evidence: evidence)
        }
        if let cancelled = course.cancelledAt {
            words = [first(.released, at: cancelled, Promise.TrackingEvidence.cancelled.rawValue)]
            return
        }
        guard let delivered = course.deliveredAt else {
            words = [first(.broken, at: due, nil)]
            return
        }
        if delivered <= due {
            words = [first(.kept, at: delivered, Promise.TrackingEvidence.delivered.rawValue)]
            return
        }
        // A few customers wish another time before it is late, and get it.
        let asks = order.way == .nextMorning && dice.falls(0.15)
        words = [asks ? first(.renegotiated, at: due - .hours(2), nil) : first(.broken, at: due, nil)]
        var madeAt = asks ? due - .hours(2) : due + .minutes(Int64(dice.number(4...40)))
        var next = asks ? delivered + .hours(1) : madeAt + .hours(Int64(dice.number(6...24)))
        while true {
            let isKept = delivered <= next
            words.append(
                Word(
                    said: sentence(madeAt).arrives(by: next), language: sentence(madeAt).language, due: next,
                    target: nil,
                    startsAt: madeAt, standard: nil, madeAt: madeAt, state: isKept ? .kept : .broken,
                    settledAt: isKept ? delivered : next,
                    evidence: isKept ? Promise.TrackingEvidence.delivered.rawValue : nil, asked: asks,
                    why: asks
                        ? OwnSentence.window(DemoTexts.eveningWindow).text
                        : course.steps.last { $0.kind == .attempted }?.reason))
            if isKept { return }
            madeAt = next + .minutes(10)
            // The third word is a careful one.
            next = words.count >= 3 ? max(delivered, madeAt) + .hours(2) : madeAt + .hours(Int64(dice.number(12...30)))
        }
    }
}
