// ISO 8601 texts of instants and wall times, read and written without Foundation.

extension Instant {
    /// From `2026-11-05T18:00:00Z` or with an offset; the fraction of a second is optional, as are seconds.
    package init(iso text: some StringProtocol) throws(TimeTextError) {
        self = try readTimeText(text) { reader throws(TimeTextError) in try Instant(&reader, zone: nil) }
    }

    /// As `init(iso:)`, over the bytes of a file.
    package init(iso bytes: UnsafeBufferPointer<UInt8>) throws(TimeTextError) {
        self = try readTimeText(bytes) { reader throws(TimeTextError) in try Instant(&reader, zone: nil) }
    }

    /// As `init(iso:)`; a text without an offset is wall time in `zone`. A skipped time is read as
    /// `Zone.recordedInstant` says, one that comes twice as the first.
    package init(iso text: some StringProtocol, in zone: Zone) throws(TimeTextError) {
        self = try readTimeText(text) { reader throws(TimeTextError) in try Instant(&reader, zone: zone) }
    }

    /// As `init(iso:in:)`, over the bytes of a file.
    package init(iso bytes: UnsafeBufferPointer<UInt8>, in zone: Zone) throws(TimeTextError) {
        self = try readTimeText(bytes) { reader throws(TimeTextError) in try Instant(&reader, zone: zone) }
    }

    private init(_ reader: inout TimeTextReader, zone: Zone?) throws(TimeTextError) {
        let wall = try reader.wallTime()
        if let offset = try reader.offset() {
            self.init(
                microseconds: Int64(wall.day.number) * 86_400_000_000 + wall.microsecondsOfDay
                    - Int64(offset) * 1_000_000)
            return
        }
        try reader.expectEnd()
        guard let zone else { throw .noOffset }
        self = wall.instant(in: zone)
    }

    /// `2026-11-05T18:00:00Z`: whole seconds, rounded down, so that the last microsecond of a day shows that day.
    package var iso: String { isoText(LocalTime(utc: self), ending: "Z", exact: false) }

    /// As `iso`, with the fraction of the second in six digits where there is one. Reads back as the same instant.
    package var isoExact: String { isoText(LocalTime(utc: self), ending: "Z", exact: true) }

    /// `2026-11-05T19:00:00+01:00`, in whole seconds, rounded down.
    package func iso(in zone: Zone) -> String {
        let local = zone.local(self)
        return isoText(local, ending: offsetText(local.offset), exact: false)
    }
}

extension WallTime {
    /// From `2018-05-01 13:45:10`, also with `T`, without seconds or with a fraction; an offset is refused.
    package init(iso text: some StringProtocol) throws(TimeTextError) {
        self = try readTimeText(text) { reader throws(TimeTextError) in try reader.wallTime() }
    }

    /// As `init(iso:)`, over the bytes of a file.
    package init(iso bytes: UnsafeBufferPointer<UInt8>) throws(TimeTextError) {
        self = try readTimeText(bytes) { reader throws(TimeTextError) in try reader.wallTime() }
    }
}

extension Day {
    /// From `2026-11-05`, saying why not.
    package init(iso text: some StringProtocol) throws(TimeTextError) {
        self = try readTimeText(text) { reader throws(TimeTextError) in try reader.day() }
    }
}

extension LocalTime {
    fileprivate init(utc instant: Instant) {
        let day = floorDivide(instant.microseconds, 86_400_000_000)
        self.init(
            day: Day(number: Int32(day)), microsecondsOfDay: instant.microseconds - day * 86_400_000_000, offset: 0)
    }
}

private func isoText(_ local: LocalTime, ending: String, exact: Bool) -> String {
    let hasFraction = exact && local.microsecond != 0
    let (year, month, day) = local.day.components
    return String(unsafeUninitializedCapacity: 40) { bytes in
        var count = 0
        func put(_ byte: UInt8) {
            bytes[count] = byte
            count += 1
        }
        func put(_ value: Int, _ width: Int) {
            var rest = value
            for index in stride(from: count + width - 1, through: count, by: -1) {
                bytes[index] = UInt8(48 + rest % 10)
                rest /= 10
            }
            count += width
        }
        // Years beyond 9999 do not come from texts; they are cut rather than written over the rest.
        put(min(max(year, 0), 9_999), 4)
        put(UInt8(ascii: "-"))
        put(month, 2)
        put(UInt8(ascii: "-"))
        put(day, 2)
        put(UInt8(ascii: "T"))
        put(local.hour, 2)
        put(UInt8(ascii: ":"))
        put(local.minute, 2)
        put(UInt8(ascii: ":"))
        put(local.second, 2)
        if hasFraction {
            put(UInt8(ascii: "."))
            put(local.microsecond, 6)
        }
        for byte in ending.utf8 { put(byte) }
        return count
    }
}
