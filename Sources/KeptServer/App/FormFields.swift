import KeptDomain

/// Fields of a form read as what they mean. Each throws `InvalidInput` for what cannot be read, and answers `nil` for what
/// was left empty.
extension SubmittedForm {
    /// A local date and time as browsers send it, `2026-11-05T18:00`, in `zone`.
    func moment(_ name: String, in zone: Zone) throws -> Instant? {
        guard let text = self[name] else { return nil }
        do {
            return try Instant(iso: text, in: zone)
        } catch {
            throw InvalidInput(name, "problems.no-such-time")
        }
    }

    /// A moment that is not still to come, else `now`.
    func pastMoment(_ name: String, in zone: Zone, now: Instant) throws -> Instant {
        guard let moment = try moment(name, in: zone) else { return now }
        guard moment <= now else { throw InvalidInput(name, "problems.in-the-future") }
        return moment
    }

    /// A time of day, `18:00`, in minutes after midnight; `24:00` ends the day.
    func minuteOfDay(_ name: String) throws -> Int? {
        guard let text = self[name] else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 2, let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour),
            (0..<60).contains(minute), hour < 24 || minute == 0
        else { throw InvalidInput(name, "problems.no-such-time") }
        return hour * 60 + minute
    }

    /// One of a fixed choice.
    func choice<Word: RawRepresentable<String>>(_ name: String, of _: Word.Type = Word.self) throws -> Word {
        guard let word = Word(rawValue: try required(name)) else { throw InvalidInput(name, "problems.required") }
        return word
    }

    /// The revision of what the form was made from, so that nobody's change is lost.
    func revision() throws -> Int? { try whole("revision", in: 0...Int.max) }
}
