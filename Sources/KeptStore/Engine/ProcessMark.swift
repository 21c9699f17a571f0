import CSQLite
import Foundation

/// A process among all that ever ran on this machine, as text, so that another one can tell whether it is gone.
///
/// The machine's name, the space of process numbers (containers that share a folder have one each), the number, and when
/// it started, for numbers are given again.
enum ProcessMark {
    static let own = mark(of: ProcessInfo.processInfo.processIdentifier)

    private static func mark(of process: Int32) -> String {
        "\(ProcessInfo.processInfo.hostName)/\(space)/\(process)/\(start(of: process) ?? "?")"
    }

    /// `false` also where it cannot be told: another machine, another container.
    static func isGone(_ mark: String) -> Bool {
        let parts = mark.split(separator: "/")
        guard parts.count == 4, mark.hasPrefix("\(ProcessInfo.processInfo.hostName)/\(space)/"),
            let process = Int32(parts[2])
        else { return false }
        return start(of: process) != String(parts[3])
    }

    /// `pid:[4026531836]`
    private static let space: String = {
        do {
            return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
        } catch {
            return "?"
        }
    }()

    /// Clock ticks between the machine's start and the process's, field 22 of its line (proc(5)); `nil` when there is no
    /// such process. The second field, in parentheses, may hold anything.
    private static func start(of process: Int32) -> String? {
        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 19 ? String(fields[19]) : nil
    }

    /// Lets statements of SQLite ask: `kept_process_is_gone(mark)` is 1 or 0.
    static func addFunction(to database: OpaquePointer) {
        sqlite3_create_function_v2(
            database, "kept_process_is_gone", 1, SQLITE_UTF8, nil,
            { context, _, values in
                let mark = values?[0].flatMap { sqlite3_value_text($0) }.map { String(cString: $0) }
                sqlite3_result_int(context, mark.map { ProcessMark.isGone($0) } == true ? 1 : 0)
            }, nil, nil, nil)
    }
}
