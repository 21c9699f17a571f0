/// Why a text is no date, time or span. Positions are offsets in UTF-8 bytes.
package enum TimeTextError: Error, Hashable, Sendable {
    /// Something else than expected stands at `at`, or the text ends there.
    case malformed(at: Int)
    /// Month 13, 30 February, 29 February of a common year, year 0.
    case noSuchDate(year: Int, month: Int, day: Int)
    /// Hour 25, minute 60; second 60 too, since instants know no leap seconds.
    case noSuchTime(hour: Int, minute: Int, second: Int)
    /// A wall time without `Z` or an offset is no instant.
    case noOffset
    /// An offset of a day or more.
    case noSuchOffset(hours: Int, minutes: Int)
    /// Years and months of a span have no fixed length.
    case unitWithoutLength
    /// Too large to be counted in microseconds.
    case outOfRange
}

/// A date and time of day as written, without a zone.
package struct WallTime: Hashable, Sendable {
    package let day: Day
    /// 0 ..< 86,400,000,000.
    package let microsecondsOfDay: Int64

    package init(day: Day, microsecondsOfDay: Int64) {
        self.day = day
        self.microsecondsOfDay = microsecondsOfDay
    }

    /// The instant meant by somebody in `zone` who wrote this down; see `Zone.recordedInstant`.
    package func instant(in zone: Zone) -> Instant {
        let seconds = microsecondsOfDay / 1_000_000
        return zone.recordedInstant(of: day, secondsOfDay: Int(seconds))
            + Span(microseconds: microsecondsOfDay - seconds * 1_000_000)
    }
}

/// Takes a text of ASCII apart from left to right.
struct TimeTextReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }
    var next: UInt8? { isAtEnd ? nil : bytes[position] }
    var malformed: TimeTextError { .malformed(at: position) }

    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    mutating func expect(_ byte: UInt8) throws(TimeTextError) {
        guard take(byte) else { throw malformed }
    }

    mutating func expectEnd() throws(TimeTextError) {
        guard isAtEnd else { throw malformed }
    }

    /// Exactly `count` digits.
    mutating func digits(_ count: Int) throws(TimeTextError) -> Int {
        var value = 0
        for _ in 0..<count { value = value * 10 + Int(try digit()) }
        return value
    }

    mutating func digit() throws(TimeTextError) -> UInt8 {
        guard let byte = next, byte >= 48, byte <= 57 else { throw malformed }
        position += 1
        return byte - 48
    }

    /// `2026-11-05`.
    mutating func day() throws(TimeTextError) -> Day {
        let year = try digits(4)
        try expect(UInt8(ascii: "-"))
        let month = try digits(2)
        try expect(UInt8(ascii: "-"))
        let number = try digits(2)
        guard let day = Day(year: year, month: month, day: number) else {
            throw .noSuchDate(year: year, month: month, day: number)
        }
        return day
    }

    /// `2026-11-05T18:00`, `2026-11-05 18:00:30.25`; `24:00` is the end of the day.
    mutating func wallTime() throws(TimeTextError) -> WallTime {
        let day = try day()
        guard take(UInt8(ascii: "T")) || take(UInt8(ascii: " ")) || take(UInt8(ascii: "t")) else { throw malformed }
        let hour = try digits(2)
        try expect(UInt8(ascii: ":"))
        let minute = try digits(2)
        var second = 0
        var fraction: Int64 = 0
        if take(UInt8(ascii: ":")) {
            second = try digits(2)
            if take(UInt8(ascii: ".")) || take(UInt8(ascii: ",")) { fraction = try self.fraction() }
        }
        let isEndOfDay = hour == 24 && minute == 0 && second == 0 && fraction == 0
        guard hour < 24 || isEndOfDay, minute < 60, second < 60 else {
            throw .noSuchTime(hour: hour, minute: minute, second: second)
        }
        if isEndOfDay { return WallTime(day: day.advanced(by: 1), microsecondsOfDay: 0) }
        return WallTime(
            day: day, microsecondsOfDay: Int64(hour * 3_600 + minute * 60 + second) * 1_000_000 + fraction)
    }

    /// Digits after the point, in millionths; further ones are dropped.
    mutating func fraction() throws(TimeTextError) -> Int64 {
        var value = Int64(try digit()) * 100_000
        var unit: Int64 = 10_000
        while let byte = next, byte >= 48, byte <= 57 {
            value += Int64(byte - 48) * unit
            unit /= 10
            position += 1
        }
        return value
    }

    /// `Z`, `+01:00`, `+0100` or `+01`, in seconds; `nil` when nothing of the kind stands here.
    mutating func offset() throws(TimeTextError) -> Int? {
        if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return 0 }
        let isWest = take(UInt8(ascii: "-"))
        guard isWest || take(UInt8(ascii: "+")) else { return nil }
        let hours = try digits(2)
        var minutes = 0
        var seconds = 0
        if take(UInt8(ascii: ":")) {
            minutes = try digits(2)
            if take(UInt8(ascii: ":")) { seconds = try digits(2) }
        } else if !isAtEnd {
            minutes = try digits(2)
        }
        guard hours < 24, minutes < 60, seconds < 60 else { throw .noSuchOffset(hours: hours, minutes: minutes) }
        let offset = hours * 3_600 + minutes * 60 + seconds
        return isWest ? -offset : offset
    }
}

/// Runs `read` over the bytes of `text`, all of which it must take.
func readTimeText<Value>(
    _ text: some StringProtocol, _ read: (inout TimeTextReader) throws(TimeTextError) -> Value
) throws(TimeTextError) -> Value {
    var text = String(text)
    let outcome = text.withUTF8 { bytes -> Result<Value, TimeTextError> in
        Result { () throws(TimeTextError) in try readTimeText(bytes, read) }
    }
    return try outcome.get()
}

func readTimeText<Value>(
    _ bytes: UnsafeBufferPointer<UInt8>, _ read: (inout TimeTextReader) throws(TimeTextError) -> Value
) throws(TimeTextError) -> Value {
    var reader = TimeTextReader(bytes)
    let value = try read(&reader)
    try reader.expectEnd()
    return value
}
