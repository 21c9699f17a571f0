import KeptDomain
import KeptStore

extension Reading {
    /// The settings that a test wrote, by name; without those that each record is made with.
    package func settingsOfTests() throws -> [String] {
        let own: Set = ["mail-secret", "channel-secret", "journal-offset"]
        return try rows("SELECT name FROM settings ORDER BY name") { $0.text() }.filter { !own.contains($0) }
    }
}
