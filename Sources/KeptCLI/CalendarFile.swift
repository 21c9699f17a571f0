import Foundation
import KeptDomain
import KeptStore
import KeptWords

/// A calendar that somebody wrote down as JSON.
struct CalendarFile {
    let path: String
    /// Far more than fifty years of holidays.
    private static let largest = 1 << 20

    func calendar(zones: ZoneFiles = ZoneFiles()) throws -> WorkCalendar {
        let bytes = try read()
        do {
            let draft = try CalendarDraft(json: bytes)
            return try draft.calendar(in: try zones.zone(draft.zone))
        } catch let refusal as any Refusal {
            throw CommandFailure(sentence: "\(path): \(CommandFailure.sentence(of: refusal))", code: .data)
        }
    }

    private func read() throws -> [UInt8] {
        let words = try Terminal.words()
        guard let file = fopen(path, "rb") else { throw unreadable(words, errno) }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: Self.largest + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        if ferror(file) != 0 { throw unreadable(words, errno) }
        guard count <= Self.largest else {
            throw CommandFailure(
                sentence: "\(path): \(words("clocks.file-too-large", ["limit": "\(Self.largest)"]))", code: .data)
        }
        return Array(bytes[..<count])
    }

    private func unreadable(_ words: Words, _ number: Int32) -> CommandFailure {
        let reason = String(cString: strerror(number))
        return CommandFailure(sentence: "\(path): \(words("clocks.file-unreadable", ["reason": reason]))", code: .data)
    }
}
