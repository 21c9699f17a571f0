import CGMime
import KeptDomain

/// The time that a message says it was written.
package struct MailDate: Hashable, Sendable {
    package let instant: Instant
    /// Seconds east of UTC, as written; 0 where the zone was not known.
    package let offset: Int

    package init(instant: Instant, offset: Int) {
        self.instant = instant
        self.offset = offset
    }

    /// From the text of a `Date` field; `nil` when it tells no day of the years 1970 to 9999.
    init?(_ field: ArraySlice<UInt8>) {
        MimeLibrary.isReady
        var text = EncodedWords.unfolded(field)
        guard !text.isEmpty, text.contains(where: \.isDigit) else { return nil }
        text.append(0)
        let date = text.withUnsafeBytes {
            g_mime_utils_header_decode_date($0.baseAddress!.assumingMemoryBound(to: CChar.self))
        }
        guard let date else { return nil }
        defer { g_date_time_unref(date) }
        let seconds = g_date_time_to_unix(date)
        guard seconds > 0, seconds < 253_402_300_800 else { return nil }
        instant = Instant(seconds: Int64(seconds))
        offset = Int(g_date_time_get_utc_offset(date) / 1_000_000)
    }

    /// `2010-04-28T17:37:23+10:00`, in the zone of the writer.
    package var iso: String {
        let local = Instant(seconds: instant.seconds + Int64(offset)).iso.dropLast()
        let minutes = abs(offset) / 60
        return "\(local)\(offset < 0 ? "-" : "+")\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
    }
}
