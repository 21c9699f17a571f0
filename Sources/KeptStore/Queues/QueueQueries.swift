import KeptDomain

extension Reading {
    package func queue(_ id: ID<Queue>) throws -> Queue? {
        try row("SELECT \(Queue.columns) FROM queues WHERE id = \(id)", Queue.init)
    }

    package func knownQueue(_ id: ID<Queue>) throws -> Queue {
        guard let found = try queue(id) else { throw StoreError.notFound("queue \(id)") }
        return found
    }

    /// - Throws: `notFound` where there never was one at this address.
    package func queue(at slug: String) throws -> Queue {
        guard let found = try row("SELECT \(Queue.columns) FROM queues WHERE slug = \(slug)", Queue.init) else {
            throw StoreError.notFound("queue at \(slug)")
        }
        return found
    }

    /// Those that are there, by place and letter; with those closed for good where `all`.
    package func queues(at places: Set<ID<Place>>? = nil, all: Bool = false) throws -> [Queue] {
        let among: SQL = all ? "1 = 1" : "closed_at IS NULL"
        return try rows(
            """
            SELECT \(Queue.columns) FROM queues WHERE \(among)\(SQL.and("place_id", in: places))
            ORDER BY place_id, letter, id
            """, Queue.init)
    }

    package func queues(_ ids: [ID<Queue>]) throws -> [ID<Queue>: Queue] {
        let found = try rows("SELECT \(Queue.columns) FROM queues WHERE id IN \(anyOf: ids)", Queue.init)
        return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
    }

    package func point(_ id: ID<ServicePoint>) throws -> ServicePoint? { try points("id = \(id)").first }

    package func knownPoint(_ id: ID<ServicePoint>) throws -> ServicePoint {
        guard let found = try point(id) else { throw StoreError.notFound("service point \(id)") }
        return found
    }

    /// Those that are there, by place and id; with those closed for good where `all`.
    package func points(at places: Set<ID<Place>>? = nil, all: Bool = false) throws -> [ServicePoint] {
        let among: SQL = all ? "1 = 1" : "closed_at IS NULL"
        return try points(among + SQL.and("place_id", in: places))
    }

    /// Those that serve a queue, whether as their own or not.
    package func points(serving queue: ID<Queue>) throws -> [ServicePoint] {
        try points("closed_at IS NULL AND id IN (SELECT point_id FROM point_queues WHERE queue_id = \(queue))")
    }

    func points(_ ids: [ID<ServicePoint>]) throws -> [ServicePoint] { try points("id IN \(anyOf: ids)") }

    private func points(_ condition: SQL) throws -> [ServicePoint] {
        let served = try rows(
            """
            SELECT point_id, queue_id, preference FROM point_queues
            WHERE point_id IN (SELECT id FROM service_points WHERE \(condition))
            """
        ) { ($0.id(ServicePoint.self), ServicePoint.Service(queue: $0.id(), preference: $0.int())) }
        let serves = Dictionary(grouping: served, by: \.0).mapValues { $0.map(\.1) }
        return try rows("SELECT \(ServicePoint.columns) FROM service_points WHERE \(condition) ORDER BY place_id, id") {
            ServicePoint(&$0, serves: serves)
        }
    }

    /// Whether the queue's hours are running, and when they begin next where they are not.
    func hours(of queue: Queue, at now: Instant) throws -> (isOpen: Bool, opens: Instant?) {
        let calendar = try hours(of: queue)
        if calendar.isOpen(at: now) { return (true, nil) }
        return (false, calendar.nextOpening(at: now))
    }

    func hours(of queue: Queue) throws -> CompiledCalendar {
        if let own = queue.calendar { return try calendar(current: own).calendar }
        return try calendar(of: queue.place).calendar
    }
}
