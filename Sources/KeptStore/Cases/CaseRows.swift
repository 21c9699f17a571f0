import KeptDomain

extension Case {
    static let columns: SQL = """
        id, number, matter_id, kind, subject, customer_id, order_id, place_id, owner_id, lead_id, status, whose_move, \
        move_said_by, move_why, opened_at, escalated_at, closed_at, cause, line_id, waiting_since, skill, snoozed_until, merged_into_id, revision
        """

    init(_ row: inout Row) {
        self.init(
            id: row.id(), number: row.int(), matter: row.id(), kind: row.word(), subject: row.text(),
            customer: row.optionalID(), order: row.optionalID(), place: row.id(), owner: row.id(),
            lead: row.optionalID(), status: row.word(), whoseMove: row.word(), moveSaidBy: row.text(),
            moveWhy: row.optionalText(), openedAt: row.instant(),
            escalatedAt: row.optionalInstant(), closedAt: row.optionalInstant(), cause: row.optionalText(),
            line: row.optionalID(), waitingSince: row.optionalInstant(), skill: row.optionalText(),
            snoozedUntil: row.optionalInstant(), mergedInto: row.optionalID(), revision: row.int())
    }

    var insertion: SQL {
        """
        INSERT INTO cases (id, number, matter_id, kind, subject, customer_id, order_id, place_id, owner_id, lead_id, \
        status, whose_move, move_said_by, opened_at, escalated_at, closed_at, cause, line_id, waiting_since, skill, \
        revision) VALUES (\(id), \
        \(number), \(matter), \(kind), \(subject), \(customer), \(order), \(place), \(owner), \(lead), \(status), \
        \(whoseMove), \(moveSaidBy), \(openedAt), \(escalatedAt), \(closedAt), \(cause), \(line), \(waitingSince), \
        \(skill), \(revision))
        """
    }

    /// Guarded by the revision that was read.
    var update: SQL {
        """
        UPDATE cases SET matter_id = \(matter), kind = \(kind), customer_id = \(customer), order_id = \(order), \
        place_id = \(place), owner_id = \(owner), lead_id = \(lead), status = \(status), whose_move = \(whoseMove), \
        move_said_by = \(moveSaidBy), move_why = \(moveWhy), \
        escalated_at = \(escalatedAt), closed_at = \(closedAt), cause = \(cause), line_id = \(line), \
        waiting_since = \(waitingSince), skill = \(skill), snoozed_until = \(snoozedUntil), \
        merged_into_id = \(mergedInto), revision = revision + 1 \
        WHERE id = \(id) AND revision = \(revision)
        """
    }
}
