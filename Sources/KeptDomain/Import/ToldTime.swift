/// The instant that a field of a file tells, and the day as it was written there.
struct ToldTime {
    let at: Instant
    let day: Day
    /// Whether no time of day was written, or midnight, as files write dates too.
    let isDate: Bool

    /// - Parameters:
    ///   - order: of the parts of a date, see `WrittenTime`.
    ///   - zone: of a time without an offset; a date is its beginning there.
    init(_ field: UnsafeRawBufferPointer, order: ColumnMap.DateOrder?, in zone: Zone) throws(FieldFault) {
        switch try WrittenTime(field, order: order) {
        case .day(let day): (at, self.day, isDate) = (zone.startOfDay(day), day, true)
        case .wall(let wall): (at, day, isDate) = (wall.instant(in: zone), wall.day, wall.microsecondsOfDay == 0)
        case .instant(let instant): (at, day, isDate) = (instant, zone.day(of: instant), false)
        }
        guard RecordedTime.contains(at) else { throw FieldFault(reason: .outsideRecordedTime) }
    }
}

/// The zones that rows of a file name, each looked up once.
struct RowZones {
    /// Of rows that name none.
    let usual: Zone
    private let find: (String) -> Zone?
    private var found: [String: Zone] = [:]

    init(usual: Zone, find: @escaping (String) -> Zone?) {
        self.usual = usual
        self.find = find
    }

    /// `nil` for a name that no zone has.
    mutating func zone(named name: String) -> Zone? {
        if let known = found[name] { return known }
        let zone = find(name)
        found[name] = zone
        return zone
    }
}
