import KeptDomain

extension Transaction {
    /// Opens a case on an order, else on a customer and a subject, or joins the one that stands open there.
    ///
    /// - Returns: the case, and whether it was opened now.
    package func openCase(_ draft: CaseDraft) throws -> (case: Case, isNew: Bool) {
        let place = try draft.order.flatMap { try order($0)?.place } ?? draft.place ?? defaultPlace()
        try permit(.workCase, at: place)
        try problems(of: draft).check()
        let matter = try self.matter(of: draft)
        let isNew = try openCase(on: matter) == nil
        let found = try openOrJoinCase(
            on: matter, kind: draft.kind, subject: draft.subject, place: place, why: draft.why)
        return (found, isNew)
    }

    package func openCase(
        kind: Case.Kind, subject: String, customer: ID<Customer>?, order: ID<Order>?, place: ID<Place>?,
        why: String? = nil
    ) throws -> Case {
        try openCase(
            CaseDraft(kind: kind, subject: subject, customer: customer, order: order, place: place, why: why)
        ).case
    }

    func problems(of draft: CaseDraft) throws -> [FieldProblem] {
        var problems = draft.problems()
        if let place = draft.place, try self.place(place) == nil || isClosed(place) {
            problems.append(FieldProblem("place", "problems.no-such-place"))
        }
        if let customer = draft.customer, try self.customer(customer) == nil {
            problems.append(FieldProblem("customer", "requests.unknown-id"))
        }
        if let order = draft.order, try self.order(order) == nil {
            problems.append(FieldProblem("order", "requests.unknown-id"))
        }
        return problems
    }
}
