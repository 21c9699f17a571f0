/// A date or time as another system wrote it.
enum WrittenTime: Equatable {
    case day(Day)
    case wall(WallTime)
    case instant(Instant)

    /// Reads ISO 8601, `2017/10/02 10:56`, `2.10.2017 10:56:33`, `10/02/2017 3:04 PM`, `2017年10月2日 10:56`,
    /// `20171002`, `20171002105633`, and seconds or milliseconds since 1970.
    ///
    /// - Parameter order: of the parts where the year does not stand first. Without it, points mean day first, and a
    ///   part above 12 tells; what stays open is `ambiguousDate`.
    init(_ field: UnsafeRawBufferPointer, order: ColumnMap.DateOrder?) throws(FieldFault) {
        var reader = PartReader(field)
        let first = try reader.part()
        if reader.isAtEnd {
            self = try Self.digitsOnly(field, first)
            return
        }
        let separator = reader.separator()
        let second = try reader.part()
        _ = reader.separator()
        let third = try reader.part()
        reader.skipDayMark()
        let day = try Self.day(first, second, third, separator, order)
        if reader.isAtEnd {
            self = .day(day)
            return
        }
        let microseconds = try reader.timeOfDay()
        // 24:00 is the end of the day.
        let wall =
            microseconds == 86_400_000_000
            ? WallTime(day: day.advanced(by: 1), microsecondsOfDay: 0)
            : WallTime(day: day, microsecondsOfDay: microseconds)
        if let offset = try reader.offset() {
            let seconds = Int64(wall.day.number) * 86_400 - Int64(offset)
            self = .instant(Instant(microseconds: seconds * 1_000_000 + wall.microsecondsOfDay))
        } else {
            self = .wall(wall)
        }
        guard reader.isAtEnd else { throw FieldFault(reason: .noTime) }
    }

    private typealias Part = PartReader.Part

    private static func day(
        _ first: Part, _ second: Part, _ third: Part, _ separator: UInt8, _ told: ColumnMap.DateOrder?
    ) throws(FieldFault) -> Day {
        let order: ColumnMap.DateOrder
        if first.digits == 4 {
            order = .ymd
        } else if let told, told != .ymd {
            order = told
        } else if separator == 0x2E || first.value > 12 {
            order = .dmy
        } else if second.value > 12 {
            order = .mdy
        } else {
            throw FieldFault(reason: .ambiguousDate)
        }
        let parts =
            switch order {
            case .ymd: (first.value, second.value, third.value)
            case .dmy: (third.year, second.value, first.value)
            case .mdy: (third.year, first.value, second.value)
            }
        guard let day = Day(year: parts.0, month: parts.1, day: parts.2) else { throw FieldFault(reason: .noSuchDate) }
        return day
    }

    private static func digitsOnly(_ field: UnsafeRawBufferPointer, _ part: Part) throws(FieldFault) -> Self {
        func date(_ value: Int) throws(FieldFault) -> Day {
            guard let day = Day(year: value / 10_000, month: value / 100 % 100, day: value % 100) else {
                throw FieldFault(reason: .noSuchDate)
            }
            return day
        }
        switch part.digits {
        case 8: return .day(try date(part.value))
        case 10: return .instant(Instant(seconds: Int64(part.value)))
        case 13: return .instant(Instant(microseconds: Int64(part.value) * 1_000))
        case 14:
            let time = part.value % 1_000_000
            let seconds = time / 10_000 * 3_600 + time / 100 % 100 * 60 + time % 100
            guard time / 10_000 < 24, time / 100 % 100 < 60, time % 100 < 60 else { throw FieldFault(reason: .noTime) }
            return .wall(
                WallTime(day: try date(part.value / 1_000_000), microsecondsOfDay: Int64(seconds) * 1_000_000))
        default: throw FieldFault(reason: .noTime)
        }
    }
}

/// Takes a written time apart from left to right.
private struct PartReader {
    struct Part {
        let value: Int
        let digits: Int
        /// Of two digits: 70…99 in the last century, 00…69 in this one.
        var year: Int { digits > 2 ? value : value < 70 ? 2000 + value : 1900 + value }
    }

    private let bytes: UnsafeRawBufferPointer
    private var at = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { at == bytes.count }

    mutating func part() throws(FieldFault) -> Part {
        let start = at
        var value = 0
        while at < bytes.count, let digit = FieldReading.digit(bytes[at]), at - start < 14 {
            value = value * 10 + Int(digit)
            at += 1
        }
        guard at > start else { throw FieldFault(reason: .noTime) }
        return Part(value: value, digits: at - start)
    }

    /// One sign between parts, or 年 or 月; answers its last byte.
    mutating func separator() -> UInt8 {
        guard at < bytes.count else { return 0 }
        if bytes[at] >= 0x80 {
            at = min(at + 3, bytes.count)
        } else {
            at += 1
        }
        return bytes[at - 1]
    }

    /// 日 or 号, and what stands between date and time.
    mutating func skipDayMark() {
        if at < bytes.count, bytes[at] >= 0x80 { at = min(at + 3, bytes.count) }
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x54 || bytes[at] == 0x74 || bytes[at] == 0x2C {
            at += 1
        }
    }

    /// `10:56`, `10:56:33.25`, `3:04 PM`, in microseconds.
    mutating func timeOfDay() throws(FieldFault) -> Int64 {
        var hour = try part().value
        guard at < bytes.count, bytes[at] == 0x3A else { throw FieldFault(reason: .noTime) }
        at += 1
        let minute = try part().value
        var second = 0
        var fraction: Int64 = 0
        if at < bytes.count, bytes[at] == 0x3A {
            at += 1
            second = try part().value
            if at < bytes.count, bytes[at] == 0x2E || bytes[at] == 0x2C {
                at += 1
                fraction = try millionths()
            }
        }
        skipBlanks()
        if at + 1 < bytes.count, bytes[at + 1] | 0x20 == 0x6D, bytes[at] | 0x20 == 0x61 || bytes[at] | 0x20 == 0x70 {
            guard (1...12).contains(hour) else { throw FieldFault(reason: .noTime) }
            hour = hour % 12 + (bytes[at] | 0x20 == 0x70 ? 12 : 0)
            at += 2
            skipBlanks()
        }
        guard hour < 24 || hour == 24 && minute == 0 && second == 0, minute < 60, second < 60 else {
            throw FieldFault(reason: .noTime)
        }
        return Int64(hour * 3_600 + minute * 60 + second) * 1_000_000 + fraction
    }

    private mutating func millionths() throws(FieldFault) -> Int64 {
        let part = try part()
        var value = Int64(part.value)
        var digits = part.digits
        while digits > 6 { (value, digits) = (value / 10, digits - 1) }
        while digits < 6 { (value, digits) = (value * 10, digits + 1) }
        return value
    }

    /// `Z`, `UTC`, `+01:00`, `-0300`, in seconds; `nil` when nothing follows.
    mutating func offset() throws(FieldFault) -> Int? {
        if isAtEnd { return nil }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[at...])
        if rest.elementsEqual("Z".utf8) || rest.elementsEqual("z".utf8) || rest.elementsEqual("UTC".utf8)
            || rest.elementsEqual("GMT".utf8)
        {
            at = bytes.count
            return 0
        }
        guard rest[0] == 0x2B || rest[0] == 0x2D else { throw FieldFault(reason: .noTime) }
        at += 1
        let first = try part()
        var seconds = first.digits > 2 ? first.value / 100 * 3_600 + first.value % 100 * 60 : first.value * 3_600
        if at < bytes.count, bytes[at] == 0x3A {
            at += 1
            seconds += try part().value * 60
        }
        guard seconds < 86_400 else { throw FieldFault(reason: .noTime) }
        return rest[0] == 0x2D ? -seconds : seconds
    }

    private mutating func skipBlanks() { while at < bytes.count, bytes[at] == 0x20 { at += 1 } }
}
