import KeptDomain

extension Examination {
    static let queues = [visitsOff, ticketsOff, waitsOff, visitEntries, pointsOff, pastVisitsOff]

    /// A visit's instants are those of its state.
    private static let visitsOff = wrongRows(.visitOff, of: "visit", facts: ["ticket", "state"]) { after in
        """
        SELECT id, ticket, state FROM visits WHERE id > \(after) AND (
            (state IN ('called', 'serving', 'no-show') AND called_at IS NULL)
            OR (state = 'serving' AND served_at IS NULL)
            OR (state = 'served' AND (called_at IS NULL OR served_at IS NULL))
            OR (state = 'parked' AND parked_at IS NULL)
            OR (way <> 'import' AND (ticket IS NULL OR matter_id IS NULL OR forget_at IS NULL))
            OR served_at < called_at OR ended_at < served_at)
        """
    }

    /// No number that a queue gave lies beyond the last that it knows of that day.
    private static let ticketsOff = wrongRows(.ticketOff, of: "visit", facts: ["ticket", "last"]) { after in
        """
        SELECT v.id, v.ticket, d.last FROM visits v
        LEFT JOIN queue_days d ON d.queue_id = v.ticket_queue_id AND d.day = v.ticket_day
        WHERE v.id > \(after) AND v.ticket_number IS NOT NULL AND (d.last IS NULL OR v.ticket_number > d.last)
        """
    }

    /// What was told of a wait that is over is settled. A wait that ended after its due instant breaks within a second.
    private static let waitsOff = wrongRows(.waitOff, of: "visit", facts: ["ticket", "state", "said"]) { after in
        """
        SELECT v.id, v.ticket, v.state, p.said FROM visits v JOIN promises p ON p.id = v.promise_id
        WHERE v.id > \(after) AND p.state = 'open' AND v.state <> 'waiting' AND v.state <> 'parked'
          AND coalesce(v.called_at, v.ended_at) <= p.due_at
        """
    }

    private static let visitEntries = wrongRows(
        .visitWithoutEntry, of: "visit", facts: ["ticket"], isExcused: { _, isInBatch in isInBatch }
    ) { after in
        """
        SELECT id, ticket FROM visits v WHERE id > \(after) AND way <> 'import' AND NOT EXISTS (
            SELECT 1 FROM journal WHERE subject_kind = 'visit' AND subject_id = v.id AND kind = 'visit.joined')
        """
    }

    /// Whoever is called or served is so at a point that is open.
    private static let pointsOff = wrongRows(.pointOff, of: "visit", facts: ["ticket", "state"]) { after in
        """
        SELECT v.id, v.ticket, v.state FROM visits v JOIN service_points p ON p.id = v.point_id
        WHERE v.id > \(after) AND v.state IN ('called', 'serving') AND (p.opened_at IS NULL OR p.place_id <> v.place_id)
        """
    }

    /// A visit of another system ends after it began to be served, and whoever went away was not served.
    private static let pastVisitsOff = wrongRows(
        .pastVisitOff, of: "past-visit", facts: ["source", "external"]
    ) { after in
        """
        SELECT id, source, external_id FROM past_visits WHERE id > \(after)
          AND (ended_at < served_at OR ended_at < joined_at OR (outcome = 'left' AND served_at IS NOT NULL))
        """
    }
}
