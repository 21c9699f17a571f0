import KeptDomain

extension OrderCourse {
    /// Sets the columns of an order's row that tell its course.
    func write(to row: inout some ColumnSink) {
        row.set("status", status)
        row.set("approved_at", approvedAt)
        row.set("prepared_at", preparedAt)
        row.set("dispatched_at", dispatchedAt)
        row.set("in_transit_at", inTransitAt)
        row.set("delivered_at", deliveredAt)
        row.set("attempts", attempts)
        row.set("undamaged", isUndamaged)
        row.set("filled", isFilledRight)
        row.set("billed", isBilledRight)
        row.set("complete", isComplete)
        row.set("told_complete", toldComplete)
        row.set("told_status", toldStatus)
    }

    /// In the order in which `write` sets them.
    init(_ row: inout Row) {
        self.init()
        status = row.word()
        approvedAt = row.optionalInstant()
        preparedAt = row.optionalInstant()
        dispatchedAt = row.optionalInstant()
        inTransitAt = row.optionalInstant()
        deliveredAt = row.optionalInstant()
        attempts = row.int()
        isUndamaged = row.optionalFlag()
        isFilledRight = row.optionalFlag()
        isBilledRight = row.optionalFlag()
        let isComplete = row.optionalFlag()
        toldComplete = row.optionalFlag()
        // What a file told stands before what the lines tell, which is then kept by the lines alone.
        filling = toldComplete == nil ? isComplete : nil
        toldStatus = row.optionalWord()
    }

    static let columns: SQL = {
        var names = ColumnNames()
        OrderCourse().write(to: &names)
        return names.sql
    }()

    /// To stand after `SET`.
    var assignments: SQL {
        var assignments = Assignments()
        write(to: &assignments)
        return assignments.sql
    }
}
