import KeptDomain

extension Transaction {
    /// The lowest score is a failure that the customer told us of: it opens the case on its matter or joins the one that
    /// stands open, once for each time of opening, however often somebody taps.
    func noteLowScore(_ value: Int, for question: Rating.Question, of subject: Rating.Subject) throws {
        guard value == question.range.lowerBound, let (matter, place) = try scored(subject) else { return }
        if let open = try openCase(on: matter)?.id {
            let episode = try episode(of: open)
            if try failures(of: open, episode: episode).contains(where: { $0.kind == .lowScore }) { return }
        }
        _ = try openOrJoinCase(
            on: matter, because: FailureDraft(.lowScore, happenedAt: now), subject: OwnSentence.lowScore.text,
            place: place)
    }

    private func scored(_ subject: Rating.Subject) throws -> (Matter, ID<Place>)? {
        switch subject {
        case .order(let id):
            let order = try knownOrder(id)
            guard !order.isHistory else { return nil }
            return (
                try matter(ofOrder: id, customer: order.customer, subject: "order \(order.number)"), order.place
            )
        case .case(let id):
            let found = try standingCase(id)
            return try matter(found.matter).map { ($0, found.place) }
        }
    }
}
